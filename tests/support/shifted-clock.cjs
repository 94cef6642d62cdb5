/*
 * Loaded before a program (`node --require`): its machine's clock is SHIFT_CLOCK_MS ahead.
 */
const { isDate } = require('node:util').types;

const shiftMs = Number(process.env.SHIFT_CLOCK_MS);
const RealDate = Date;

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }

  /** Also those that Node made itself. */
  static [Symbol.hasInstance](value) {
    return isDate(value);
  }
};
