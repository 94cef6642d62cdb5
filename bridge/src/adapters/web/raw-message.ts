import { z } from 'zod';
import { flag, list, listOf, number, part, text } from '../../kit/lenient';
import { MessageKey, Wid } from './message-id';

const wid = Wid.optional().catch(undefined);

/** A message as the page's model serializes it, as far as we look at it. What cannot be understood counts as absent. */
export const RawMessage = z.object({
  id: MessageKey,
  type: z.string().catch('unknown'),
  t: number,
  from: wid,
  to: wid,
  author: wid,
  notifyName: text,
  ack: number,
  body: text,
  caption: text,
  isForwarded: flag,
  isStatusV3: flag,
  quotedStanzaID: text,
  quotedParticipant: wid,
  quotedMsg: part({ type: text }),
  mimetype: text,
  filehash: text,
  filename: text,
  size: number,
  directPath: text,
  isAnimated: flag,
  lat: number,
  lng: number,
  loc: text,
  clientUrl: text,
  vcardList: listOf({ vcard: text }),
  pollName: text,
  pollOptions: listOf({ name: text }),
  title: text,
  selectedButtonId: text,
  selectedId: text,
  listResponse: part({ title: text, description: text, singleSelectReply: part({ selectedRowId: text }) }),
  latestEditSenderTimestampMs: number,
  protocolMessageKey: MessageKey.optional().catch(undefined),
  isVideoCall: flag,
  callOutcome: text,
  mentionedJidList: list,
});
export type RawMessage = z.infer<typeof RawMessage>;

/** Undefined when it cannot even be told which message it is. */
export const readRawMessage = (raw: unknown): RawMessage | undefined => {
  const parsed = RawMessage.safeParse(raw);
  return parsed.success ? parsed.data : undefined;
};

/** The chat that a message stands in. */
export const chatOf = ({ id }: RawMessage): string => id.remote;
