import { z } from 'zod';

const range = z.tuple([z.number().nonnegative(), z.number().nonnegative()]).readonly();

/** How long people take, as ranges in milliseconds. */
export const Pace = z.strictObject({
  /** Between the beginnings of two chats. */
  startMs: range,
  /** Between two lines of one person. */
  typeMs: range,
  /** Until a message of the company is read. */
  readMs: range,
  /** From reading to answering. */
  answerMs: range,
  /** Without any answer of the company, until they ask again. */
  nudgeMs: range,
  /** Until they come with their next topic. */
  returnMs: range,
});
export type Pace = z.infer<typeof Pace>;

/** For somebody who watches a screen. */
export const LIVELY: Pace = {
  startMs: [3_000, 9_000],
  typeMs: [1_200, 3_000],
  readMs: [1_000, 3_000],
  answerMs: [2_000, 6_000],
  nudgeMs: [90_000, 180_000],
  returnMs: [240_000, 480_000],
};

export const speedUp = (pace: Pace, speed: number): Pace => {
  const quicker = ([low, high]: readonly [number, number]): readonly [number, number] => [
    low / speed,
    high / speed,
  ];
  return {
    startMs: quicker(pace.startMs),
    typeMs: quicker(pace.typeMs),
    readMs: quicker(pace.readMs),
    answerMs: quicker(pace.answerMs),
    nudgeMs: quicker(pace.nudgeMs),
    returnMs: quicker(pace.returnMs),
  };
};
