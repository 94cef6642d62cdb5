import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/** A value that never prints itself: neither in JSON, nor in a template string, nor in a debugger's dump. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The only way to the value: easy to find, easy to review. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
