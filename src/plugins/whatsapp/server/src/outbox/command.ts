import { SendCommand } from '../../../contracts/bridge';
import { WhatsAppError } from '../../../contracts/errors';
import type { AddressRow, MessageRow } from '../store';
import type { FileInHand } from './staging';

/** `<our id>.<try>`: comes back in WhatsApp's reports and settles a send whose answer was lost. */
const clientRefOf = ({ documentId, attempts }: MessageRow): string => `${documentId}.${attempts}`;

/** What the bridge needs to send one claimed message, with the file that is there for it, to a contact with these addresses. */
export const commandOf = (
  message: MessageRow,
  addresses: readonly AddressRow[],
  file: FileInHand | null,
): SendCommand => {
  const valueOf = (kind: string) => addresses.find((address) => address.kind === kind)?.value;
  const command = SendCommand.safeParse({
    clientRef: clientRefOf(message),
    to: {
      waId: valueOf('wa_id'),
      bsuid: valueOf('bsuid'),
      parentBsuid: valueOf('parent_bsuid'),
      lid: valueOf('lid'),
    },
    content: file ? { ...message.content, file } : message.content,
    quotedMessageId: message.quotedMessageId ?? undefined,
  });
  if (!command.success) {
    throw new WhatsAppError('unsupported', 'Messages to this chat cannot be sent yet', {
      remedy: 'Answer with the phone.',
    });
  }
  return command.data;
};
