import { z } from 'zod';
import { unixSeconds } from './kit/clock';
import { inboundWamid } from './kit/ids';
import { onlyDigits } from './kit/phone';
import type { Person, PhoneNumber } from './state/entities';
import type { AcceptedMessage, InboundMessage } from './state/journals';
import type { Update } from './webhooks/pack';
import type { World } from './world';

type Json = Record<string, unknown>;

/** One message of a customer. Who is not known yet becomes a person with this name. */
export const CustomerMessage = z.strictObject({
  phoneNumberId: z.string(),
  /** WhatsApp id: digits. */
  from: z.string().regex(/^\d{7,15}$/),
  name: z.string().optional(),
  text: z.string().optional(),
  /** The message that is answered. */
  quotedMessageId: z.string().optional(),
  /** An id of one's own: the same id twice is the same message twice. */
  id: z.string().optional(),
  /** ISO. Left out: now. */
  at: z.iso.datetime().optional(),
  /** Anything but a text: its `type` and the content under that name, as in Meta's webhooks. */
  message: z.looseObject({ type: z.string() }).optional(),
});
export type CustomerMessage = z.infer<typeof CustomerMessage>;

export interface Customers {
  /** Sends the webhook for one message. */
  write(message: CustomerMessage): InboundMessage;
  /** Many messages in one webhook (more only beyond Meta's limits of a POST), over numbers and accounts. */
  writeTogether(messages: readonly CustomerMessage[]): InboundMessage[];
  /** The person opens the chat and reads a message of the company. Twice is the same as once. */
  read(message: AcceptedMessage): void;
  /** The same, for a message of which only the id is at hand. False: it is not known. */
  readById(id: string): boolean;
}

const contactOf = (person: Person): Json => ({
  profile: { name: person.name, ...(person.username ? { username: person.username } : {}) },
  ...(person.hidesNumber ? {} : { wa_id: person.waId }),
  ...(person.bsuid ? { user_id: person.bsuid } : {}),
});

const senderOf = (person: Person): Json => ({
  ...(person.hidesNumber ? {} : { from: person.waId }),
  ...(person.bsuid ? { from_user_id: person.bsuid } : {}),
});

const quoteOf = (world: World, number: PhoneNumber, from: string, id: string): Json => ({
  from: world.ledger.inboundById(id) ? from : onlyDigits(number.display),
  id,
});

export const createCustomers = (world: World): Customers => {
  const { registry, ledger, windows, clock, emitter } = world;

  const personOf = ({ from, name }: CustomerMessage): Person => {
    const known = registry.personAt(from);
    if (known && (name === undefined || name === known.name)) return known;
    return registry.addPerson({ ...(known ?? { waId: from }), ...(name === undefined ? {} : { name }) });
  };

  const say = (input: CustomerMessage): { inbound: InboundMessage; update: Update } => {
    const message = CustomerMessage.parse(input);
    const number = registry.numbers.get(message.phoneNumberId);
    if (!number) throw new Error(`There is no number with the id ${message.phoneNumberId}`);
    const person = personOf(message);
    const at = message.at === undefined ? clock.now() : Date.parse(message.at);
    const content = message.message ?? { type: 'text', text: { body: message.text ?? '' } };
    const inbound: InboundMessage = {
      id: message.id ?? inboundWamid(person.waId),
      at: new Date(at).toISOString(),
      phoneNumberId: number.id,
      from: person.waId,
      type: content.type,
      text: message.text ?? null,
      acknowledgements: 0,
    };
    const quoted = message.quotedMessageId;
    const update: Update = {
      wabaId: number.wabaId,
      phoneNumberId: number.id,
      field: 'messages',
      part: 'messages',
      contact: contactOf(person),
      item: {
        ...(quoted === undefined ? {} : { context: quoteOf(world, number, person.waId, quoted) }),
        ...senderOf(person),
        id: inbound.id,
        timestamp: unixSeconds(at),
        ...content,
      },
      onAcknowledged: () => {
        inbound.acknowledgements += 1;
      },
    };
    windows.wrote(number.id, person.waId, at);
    ledger.addInbound(inbound);
    return { inbound, update };
  };

  const read = (message: AcceptedMessage): void => {
    if (message.statuses.some(({ status }) => status === 'read' || status === 'failed')) return;
    world.statuses.report(message, 'read');
  };

  return {
    write: (message) => {
      const { inbound, update } = say(message);
      emitter.emit([update]);
      return inbound;
    },
    writeTogether: (messages) => {
      const said = messages.map(say);
      emitter.emitTogether(said.map(({ update }) => update));
      return said.map(({ inbound }) => inbound);
    },
    read,
    readById: (id) => {
      const message = ledger.acceptedById(id);
      if (message) read(message);
      return message !== undefined;
    },
  };
};
