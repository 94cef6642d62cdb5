import { maskNumbers } from './mask';

const LONGEST = 200;

/** A foreign failure in one line that may be shown and logged: libraries throw texts too, and repeat phone numbers. */
export const reasonOf = (error: unknown): string => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return maskNumbers(line).slice(0, LONGEST);
};
