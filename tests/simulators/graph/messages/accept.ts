import { GraphError, missingParameter, wrongParameter } from '../http/graph-error';
import { isWamid, looksInbound, outboundWamid } from '../kit/ids';
import { countryCodeOf, dial, onlyDigits } from '../kit/phone';
import type { Person, PhoneNumber } from '../state/entities';
import type { AcceptedMessage } from '../state/journals';
import type { World } from '../world';
import type { Limits } from './limits';
import { MEDIA_TYPES, plainType } from './media-types';
import { parseMessage, requireProduct } from './parse';
import type { ParsedMessage } from './parse';
import type { Fate } from './statuses';

type Json = Record<string, unknown>;

export interface Acceptance {
  message: AcceptedMessage;
  fate: Fate;
  /** Meta's answer. */
  answer: Json;
}

const requireConnected = ({ status }: PhoneNumber): void => {
  if (status === 'CONNECTED') return;
  if (status === 'BANNED' || status === 'RESTRICTED') throw new GraphError({ code: 131031 });
  throw new GraphError({ code: 133010, details: `The number is ${status}, not CONNECTED` });
};

const addressOf = (
  { to, recipient }: ParsedMessage,
  number: PhoneNumber,
  warn: (warning: string) => void,
): { address: string; dialled: boolean } => {
  if (to === null) return { address: recipient ?? '', dialled: false };
  const dialled = dial(to, countryCodeOf(number.display));
  if (!dialled) throw new GraphError({ code: 131009, details: '"to" is not a phone number' });
  if (dialled.warning) warn(dialled.warning);
  if (dialled.number === onlyDigits(number.display)) throw new GraphError({ code: 131021 });
  return { address: dialled.number, dialled: true };
};

/** Outside 24 h only templates are allowed; a chat from before this process began may be believed to be inside. */
const isWindowClosed = (world: World, number: PhoneNumber, address: string): boolean => {
  const { serviceWindow, trustsThePast } = world.settings();
  if (serviceWindow === 'off') return false;
  return !(world.windows.isOpen(number.id, address) ?? trustsThePast);
};

/** A message names its file by an id: of this number's, and not deleted. */
const requireMedia = ({ media }: World, number: PhoneNumber, { type, content }: ParsedMessage): void => {
  if (!MEDIA_TYPES[type] || !('id' in content)) return;
  if (media.get(String(content.id))?.phoneNumberId !== number.id)
    throw new GraphError({ code: 131009, details: `"${type}.id" is no id of a file of this number` });
};

const failing = (code: number): Fate => ({ outcome: 'failed', code });

/** What Meta finds out only when it has taken the message. */
const laterRefusal = (world: World, { type, content }: ParsedMessage): number | null => {
  const allowed = MEDIA_TYPES[type];
  if (allowed && 'id' in content) {
    const file = world.media.get(String(content.id));
    const isRight = allowed.types.includes(plainType(file?.mimeType ?? ''));
    if (!isRight || (file?.bytes.length ?? 0) > allowed.maxBytes) return 131053;
    return 'voice' in content && content.voice && !/opus/.test(file?.mimeType ?? '') ? 131053 : null;
  }
  if (type !== 'reaction' || !('message_id' in content)) return null;
  const target = String(content.message_id);
  const own = world.ledger.acceptedById(target);
  const isReaction = (own ?? world.ledger.inboundById(target))?.type === 'reaction';
  const isThere = isKnown(world, target) || world.settings().trustsThePast;
  return isThere && !isReaction ? null : 131009;
};

const fateOf = (person: Person | undefined, number: PhoneNumber, isClosed: boolean): Fate => {
  if (!person || person.blocked.includes(number.id)) return { outcome: 'failed', code: 131026 };
  return isClosed
    ? { outcome: 'failed', code: 131047 }
    : { outcome: 'delivered', reads: person.reads === 'auto' };
};

/** Takes a message as Meta does: refused at once, or accepted, whatever becomes of it later. */
export const acceptMessage = (
  world: World,
  limits: Limits,
  { number, body, warn }: { number: PhoneNumber; body: Json; warn: (warning: string) => void },
): Acceptance => {
  const parsed = parseMessage(body, warn);
  requireConnected(number);
  requireMedia(world, number, parsed);
  const { address, dialled } = addressOf(parsed, number, warn);
  const person = world.registry.personAt(address);
  const to = dialled ? (person?.waId ?? address) : address;
  const isClosed = isWindowClosed(world, number, person?.waId ?? address);
  if (isClosed && world.settings().serviceWindow === 'sync') throw new GraphError({ code: 131047 });
  if (parsed.quotedMessageId !== null && !isKnown(world, parsed.quotedMessageId)) {
    warn('The quoted message is not known: it is shown without the quote');
  }
  limits.take(number, to);
  const message: AcceptedMessage = {
    id: outboundWamid(to),
    at: new Date(world.clock.now()).toISOString(),
    phoneNumberId: number.id,
    to,
    type: parsed.type,
    text: parsed.text,
    content: parsed.content,
    quotedMessageId: parsed.quotedMessageId,
    reference: parsed.reference,
    wasAnswered: false,
    statuses: [],
  };
  const contact = dialled
    ? { input: parsed.to, wa_id: to, ...(parsed.recipient && person?.bsuid ? { user_id: person.bsuid } : {}) }
    : { input: parsed.recipient, user_id: address };
  const refusal = laterRefusal(world, parsed);
  const fate = refusal === null ? fateOf(person, number, isClosed) : failing(refusal);
  return {
    message,
    // Nobody is told more of a reaction than that it left.
    fate: parsed.type === 'reaction' && fate.outcome === 'delivered' ? { outcome: 'sent' } : fate,
    answer: { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: message.id }] },
  };
};

const isKnown = ({ ledger }: World, id: string): boolean =>
  ledger.inboundById(id) !== undefined || ledger.acceptedById(id) !== undefined;

/** `{"status":"read","message_id":…}`: the blue ticks for a customer's message, perhaps with "typing…". */
export const markAsRead = (world: World, number: PhoneNumber, body: Json): Json => {
  requireProduct(body);
  if (body['status'] !== 'read') {
    throw wrongParameter(`Param status must be one of {READ} - got ${JSON.stringify(body['status'])}.`);
  }
  const id = body['message_id'];
  if (id === undefined) throw missingParameter('message_id');
  const typing = body['typing_indicator'];
  const isTyping =
    typeof typing === 'object' && typing !== null && 'type' in typing && typing.type === 'text';
  if (typing !== undefined && !isTyping)
    throw wrongParameter('Param typing_indicator must be {"type":"text"}.');
  requireConnected(number);
  const inbound = typeof id === 'string' && isWamid(id) ? world.ledger.inboundById(id) : undefined;
  const isOurs = inbound?.phoneNumberId === number.id;
  const isFromBefore =
    !inbound && world.settings().trustsThePast && typeof id === 'string' && looksInbound(id);
  if (typeof id !== 'string' || !(isOurs || isFromBefore)) {
    throw new GraphError({ code: 131009, details: 'This number received no message with this id' });
  }
  world.ledger.readReceipts.add({
    at: new Date(world.clock.now()).toISOString(),
    phoneNumberId: number.id,
    messageId: id,
    withTyping: isTyping,
  });
  return { success: true };
};
