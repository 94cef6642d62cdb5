import type { Customers } from '../customers';
import type { Random } from '../kit/random';
import type { AcceptedMessage } from '../state/journals';
import type { Persona, Topic } from './persona';
import type { Pace } from './pace';
import { MANNERS } from './small-talk';

/** One persona in touch with one number of a company. */
export interface Chat {
  readonly persona: Persona;
  readonly phoneNumberId: string;
  /** Comes with the next topic. */
  open(): void;
  /** The company wrote. */
  hear(message: AcceptedMessage): void;
}

export interface ChatParts {
  persona: Persona;
  phoneNumberId: string;
  customers: Customers;
  /** Makes the company's messages fail from now on. */
  block: () => void;
  later: (ms: number, task: () => void) => () => void;
  pace: Pace;
  random: Random;
}

export const createChat = (parts: ChatParts): Chat => {
  const { persona, phoneNumberId, customers, block, later, pace, random } = parts;
  const manners = MANNERS[persona.language];
  const unread: AcceptedMessage[] = [];
  let visits = 0;
  let topic: Topic = persona.topics[0];
  let turn = 0;
  let saidGoodbye = false;
  let cancelAnswer = (): void => undefined;
  let cancelNudge = (): void => undefined;

  const within = ([low, high]: readonly [number, number]): number => random.between(low, high);

  const say = (text: string, quotedMessageId?: string): void => {
    const { waId: from, name } = persona;
    customers.write({
      phoneNumberId,
      from,
      name,
      text,
      ...(quotedMessageId === undefined ? {} : { quotedMessageId }),
    });
  };

  const sayInTurn = (lines: readonly string[], end: () => void): void => {
    const [line, ...rest] = lines;
    if (line === undefined) return end();
    say(line);
    later(within(pace.typeMs), () => sayInTurn(rest, end));
  };

  const open = (): void => {
    topic = persona.topics[visits % persona.topics.length] ?? persona.topics[0];
    visits += 1;
    turn = 0;
    saidGoodbye = false;
    sayInTurn(topic.opening, () => {
      if (persona.temper === 'blocks') return block();
      if (persona.temper === 'answers') {
        cancelNudge = later(within(pace.nudgeMs), () => say(random.pick(manners.nudge)));
      }
    });
    if (persona.temper === 'answers') later(within(pace.returnMs), open);
  };

  const nextLine = (heard: string): string | null => {
    const phrase = manners.phrases.find(({ when }) => when.test(heard));
    if (phrase) return phrase.say(persona);
    const line = topic.script[turn];
    turn += 1;
    if (line !== undefined) return line;
    if (saidGoodbye) return null;
    saidGoodbye = true;
    return random.pick(manners.goodbye);
  };

  const answer = (message: AcceptedMessage): void => {
    const line = nextLine(message.text ?? '');
    if (line === null) return;
    // Somebody who swipes to quote, now and then.
    say(line, random.chance(0.15) ? message.id : undefined);
  };

  const read = (): void => unread.splice(0).forEach((message) => customers.read(message));

  return {
    persona,
    phoneNumberId,
    open,
    hear: (message) => {
      if (persona.temper === 'silent' || persona.temper === 'blocks') return;
      cancelNudge();
      unread.push(message);
      later(within(pace.readMs), () => {
        read();
        if (persona.temper !== 'answers') return;
        // Several messages of the company get one answer.
        cancelAnswer();
        cancelAnswer = later(within(pace.answerMs), () => answer(message));
      });
    },
  };
};
