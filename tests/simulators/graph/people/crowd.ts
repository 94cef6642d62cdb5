import { z } from 'zod';
import type { Customers } from '../customers';
import { createTimers } from '../kit/timers';
import type { Timers } from '../kit/timers';
import type { World } from '../world';
import { createChat } from './chat';
import type { Chat } from './chat';
import { LIVELY, Pace, speedUp } from './pace';
import type { Persona, Temper } from './persona';
import { PERSONAS } from './personas';

export const CrowdOptions = z.strictObject({
  /** The numbers that people write to. Personas are dealt out among them. */
  phoneNumberIds: z.array(z.string()).min(1),
  /** WhatsApp ids of the personas to take. Left out: all. */
  only: z.array(z.string()).optional(),
  pace: Pace.partial().optional(),
  /** 60: an hour passes in a minute. */
  speed: z.number().positive().default(1),
});
export type CrowdOptions = z.input<typeof CrowdOptions>;

export interface Crowd {
  /** Brings the customers to life. A second call replaces the first. */
  start(options: CrowdOptions): readonly Chat[];
  stop(): void;
  readonly chats: readonly Chat[];
}

const READS: Record<Temper, 'by-hand' | 'never'> = {
  answers: 'by-hand',
  reads: 'by-hand',
  silent: 'never',
  blocks: 'never',
};

/** Customers who live: they write, read, answer, fall silent, or block. The same seed, the same people at the same pace. */
export const createCrowd = (world: World, customers: Customers): Crowd => {
  const { registry } = world;
  let timers: Timers = createTimers();
  let chats: Chat[] = [];

  const meet = (persona: Persona, phoneNumberId: string, pace: Pace): Chat => {
    const { waId, name } = persona;
    if (!registry.people.has(waId)) registry.addPerson({ waId, name, reads: READS[persona.temper] });
    const mine = timers;
    return createChat({
      persona,
      phoneNumberId,
      customers,
      pace,
      later: (ms, task) => mine.after(ms, task),
      block: () => void registry.people.get(waId)?.blocked.push(phoneNumberId),
      random: world.random.fork(`crowd/${waId}/${phoneNumberId}`),
    });
  };

  const dealOut = (personas: readonly Persona[], phoneNumberIds: readonly string[], pace: Pace): Chat[] =>
    personas.flatMap((persona, index) => {
      const own = phoneNumberIds[index % phoneNumberIds.length] ?? '';
      return (persona.isEverywhere ? phoneNumberIds : [own]).map((id) => meet(persona, id, pace));
    });

  world.onAccepted.add((message) => {
    const chat = chats.find(
      ({ persona, phoneNumberId }) => persona.waId === message.to && phoneNumberId === message.phoneNumberId,
    );
    chat?.hear(message);
  });

  const stop = (): void => {
    timers.clear();
    chats = [];
  };

  return {
    get chats() {
      return chats;
    },
    stop,
    start: (input) => {
      const { phoneNumberIds, only, pace: wish, speed } = CrowdOptions.parse(input);
      stop();
      timers = createTimers();
      const pace = speedUp({ ...LIVELY, ...wish }, speed);
      const personas = PERSONAS.filter(({ waId }) => only === undefined || only.includes(waId));
      chats = dealOut(personas, phoneNumberIds, pace);
      const order = world.random.fork('crowd/order');
      let startMs = 0;
      for (const chat of order.shuffle(chats)) {
        startMs += order.between(...pace.startMs);
        timers.after(startMs, () => chat.open());
      }
      return chats;
    },
  };
};
