import type { Reply } from './client';
import { PREFIX } from './marks';
import type { Value } from './probe';

export interface Answer {
  reply: Reply;
  /** What was sent in the places that were attacked. */
  sent: Value[];
}

interface Own {
  mark: string;
  isWrite: boolean;
}

const HIDDEN = '§';
const ISO_TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const isId = (key: string): boolean => key === 'id' || key === 'documentId' || key.endsWith('Id');

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** A text without what was asked for: a refusal may repeat it. */
const withoutSent = (text: string, sent: readonly Value[]): string =>
  sent.reduce<string>(
    (left, value) => (typeof value === 'string' && value !== '' ? left.replaceAll(value, HIDDEN) : left),
    text,
  );

const plainWords = (text: string, { reply, sent }: Answer, { mark }: Own): string => {
  const words = withoutSent(text, sent).replace(ISO_TIME, HIDDEN);
  if (words.includes(mark) || words.includes(PREFIX)) return HIDDEN;
  // A refusal may say the number that was asked for.
  return reply.status < 400 ? words : words.replace(/\d+/g, HIDDEN);
};

/**
 * What is left of an answer without that in which two answers to one question differ anyway: the ids that were asked for
 * and those of new rows, times, words made for one request, counters that a write moves.
 */
const shapeOf = (value: unknown, answer: Answer, own: Own, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((item) => shapeOf(item, answer, own, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, shapeOf(item, answer, own, name)]),
    );
  }
  if (value === null || typeof value === 'boolean') return value;
  if (isId(key)) return HIDDEN;
  if (typeof value === 'number') return own.isWrite || answer.reply.status >= 400 ? HIDDEN : value;
  return typeof value === 'string' ? plainWords(value, answer, own) : HIDDEN;
};

/** Status and body, comparable with those of another answer to the same question. */
const comparable = (answer: Answer, own: Own): string =>
  `${answer.reply.status} ${JSON.stringify(shapeOf(parse(answer.reply.text), answer, own))}`;

/** Whether an answer tells anything of the company whose mark this is. */
export const shows = ({ reply, sent }: Answer, mark: string, echoes = false): boolean => {
  // What succeeds repeats nothing but rows; only an id that was asked for may come back.
  const repeated = reply.status < 400 && !echoes ? sent.filter((value) => value !== mark) : sent;
  return withoutSent(reply.text, repeated).includes(mark);
};

/** Why an attack got through, in words that tell nothing of any row; null when it was refused. */
export const findLeak = ({
  foreign,
  absent,
  foreignMark,
  own,
  echoes,
}: {
  foreign: Answer;
  absent: Answer;
  foreignMark: string;
  own: Own;
  echoes?: boolean;
}): string | null => {
  if (shows(foreign, foreignMark, echoes) || shows(absent, foreignMark))
    return 'the answer shows a row of the other company';
  if (foreign.reply.status !== absent.reply.status) {
    return `HTTP ${foreign.reply.status} for the other company's row, ${absent.reply.status} for one that does not exist`;
  }
  return comparable(foreign, own) === comparable(absent, own)
    ? null
    : `the answer (HTTP ${foreign.reply.status}) differs from the one for a row that does not exist`;
};
