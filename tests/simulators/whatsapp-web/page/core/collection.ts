import { Emitter } from './emitter';
import type { Model } from './model';

export type Id = string | { _serialized: string };
export type Identified = Model<never> & { id: { _serialized: string } };

const keyOf = (id: Id | undefined): string | undefined => (typeof id === 'object' ? id._serialized : id);

export interface CollectionOptions<Item> {
  /** Makes what `find` was asked for and is not there. */
  make?: (id: Id) => Item;
  compare?: (a: Item, b: Item) => number;
}

/** Models by their serialized id. Hears everything that its models tell. */
export class Collection<Item extends Emitter & { id: Id }> extends Emitter {
  #models = new Map<string, Item>();
  #options: CollectionOptions<Item>;

  constructor(options: CollectionOptions<Item> = {}) {
    super();
    this.#options = options;
  }

  get(id: Id | undefined): Item | undefined {
    const key = keyOf(id);
    return key === undefined ? undefined : this.#models.get(key);
  }

  async find(id: Id): Promise<Item> {
    const found = this.get(id) ?? this.#options.make?.(id);
    if (!found) throw new Error(`Collection.find: there is no ${String(keyOf(id))}`);
    return found;
  }

  add(item: Item, { silent = false }: { silent?: boolean } = {}): Item {
    const key = keyOf(item.id) ?? '';
    const known = this.#models.get(key);
    if (known) return known;
    this.#models.set(key, item);
    item.passOnTo(this);
    if (!silent) this.trigger('add', item);
    return item;
  }

  remove(item: Item): void {
    if (this.#models.delete(keyOf(item.id) ?? '')) this.trigger('remove', item);
  }

  getModelsArray(): Item[] {
    const models = [...this.#models.values()];
    return this.#options.compare ? models.sort(this.#options.compare) : models;
  }

  get length(): number {
    return this.#models.size;
  }
}
