export type Listener = (...values: unknown[]) => void;

/** Events as WhatsApp's page has them: several names in one string, and models pass theirs on to their collections. */
export class Emitter {
  #listeners = new Map<string, Listener[]>();
  #parents = new Set<Emitter>();

  on(names: string, listener: Listener): this {
    for (const name of names.split(' '))
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    return this;
  }

  off(names: string, listener: Listener): this {
    for (const name of names.split(' '))
      this.#listeners.set(
        name,
        (this.#listeners.get(name) ?? []).filter((known) => known !== listener),
      );
    return this;
  }

  once(names: string, listener: Listener): this {
    const onlyOnce: Listener = (...values) => {
      this.off(names, onlyOnce);
      listener(...values);
    };
    return this.on(names, onlyOnce);
  }

  trigger(name: string, ...values: unknown[]): this {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        listener(...values);
      } catch (error) {
        // One listener's fault must not keep the others from hearing.
        console.error(`A listener of "${name}" failed`, error);
      }
    }
    for (const parent of this.#parents) parent.trigger(name, ...values);
    return this;
  }

  passOnTo(parent: Emitter): void {
    this.#parents.add(parent);
  }
}
