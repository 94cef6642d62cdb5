import { Emitter } from './emitter';

const isBinary = (value: object): boolean =>
  value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value);

/** A copy without functions: what leaves the page. */
export const plain = (value: unknown): unknown => {
  if (typeof value === 'function') return undefined;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Model) return value.serialize();
  if (Array.isArray(value)) return value.map(plain);
  if (isBinary(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => typeof part !== 'function')
      .map(([key, part]) => [key, plain(part)]),
  );
};

/** Sets what the page needs and nobody is shown: it is not serialized and not spread. */
export const hide = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
};

/** Attributes are properties of its own; `set` tells what changed. */
export class Model<Attributes extends object = Record<string, unknown>> extends Emitter {
  #names: Set<string>;

  constructor(attributes: Attributes) {
    super();
    this.#names = new Set(Object.keys(attributes));
    Object.assign(this, attributes);
  }

  set(patch: Partial<Attributes>): this {
    const changes: { name: string; value: unknown; before: unknown }[] = [];
    for (const [name, value] of Object.entries(patch)) {
      const before: unknown = Reflect.get(this, name);
      this.#names.add(name);
      if (before === value) continue;
      Reflect.set(this, name, value);
      changes.push({ name, value, before });
    }
    for (const { name, value, before } of changes) this.trigger(`change:${name}`, this, value, before);
    if (changes.length > 0) this.trigger('change', this);
    return this;
  }

  serialize(): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    for (const name of this.#names) {
      const value = plain(Reflect.get(this, name));
      if (value !== undefined) copy[name] = value;
    }
    return copy;
  }

  toJSON(): Record<string, unknown> {
    return this.serialize();
  }
}

export type ModelOf<Attributes extends object> = Model<Attributes> & Attributes;

/** The constructor sets the attributes, which its own type cannot say. */
export const createModel = <Attributes extends object>(attributes: Attributes): ModelOf<Attributes> =>
  new Model(attributes) as ModelOf<Attributes>;
