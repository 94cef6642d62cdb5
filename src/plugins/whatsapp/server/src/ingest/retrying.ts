import { isTransient } from '../store';

const TRIES = 3;

/** Runs the same transaction again where it only met another one: a deadlock is nobody's fault. */
export const retryingTransient = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= TRIES || !isTransient(error)) throw error;
    }
  }
};
