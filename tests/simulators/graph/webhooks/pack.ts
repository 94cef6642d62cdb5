import { onlyDigits } from '../kit/phone';
import type { Registry } from '../state/registry';
import type { Topic } from './destinations';

type Json = Record<string, unknown>;

/** The smallest thing that Meta reports: one message, one status, or the whole value of another field. */
export interface Update extends Topic {
  part: 'messages' | 'statuses' | 'value';
  item: Json;
  /** The sender's entry in `contacts`, given once per change. */
  contact?: Json;
  /** The item for apps whose webhooks are of a version before v24.0. */
  olderItem?: Json;
  onAcknowledged?: () => void;
}

interface OpenChange {
  update: Update;
  items: Json[];
  contacts: Map<string, Json>;
}

const isBeforeV24 = (version: string): boolean => Number(version.slice(1)) < 24;

const itemOf = (update: Update, version: string): Json =>
  (isBeforeV24(version) ? update.olderItem : undefined) ?? update.item;

const valueOf = ({ update, items, contacts }: OpenChange, registry: Registry): Json => {
  if (update.part === 'value') return items[0] ?? {};
  const number = registry.numbers.get(update.phoneNumberId ?? '');
  const metadata = {
    display_phone_number: onlyDigits(number?.display ?? ''),
    phone_number_id: update.phoneNumberId,
  };
  const people = contacts.size > 0 ? { contacts: [...contacts.values()] } : {};
  return { messaging_product: 'whatsapp', metadata, ...people, [update.part]: items };
};

/** Many updates in one envelope: an entry per business account, a change per number and kind, in their order. */
export const packUpdates = (
  updates: readonly Update[],
  registry: Registry,
  at: { version: string; now: number },
): Json => {
  const entries = new Map<string, OpenChange[]>();
  for (const update of updates) {
    const changes = entries.get(update.wabaId) ?? [];
    entries.set(update.wabaId, changes);
    let change = changes.find(
      ({ update: first }) =>
        first.part !== 'value' &&
        first.part === update.part &&
        first.field === update.field &&
        first.phoneNumberId === update.phoneNumberId,
    );
    if (!change) {
      change = { update, items: [], contacts: new Map() };
      changes.push(change);
    }
    change.items.push(itemOf(update, at.version));
    if (update.contact) change.contacts.set(JSON.stringify(update.contact), update.contact);
  }
  return {
    object: 'whatsapp_business_account',
    entry: [...entries].map(([id, changes]) => ({
      id,
      ...(changes.some(({ update }) => update.field !== 'messages')
        ? { time: Math.floor(at.now / 1000) }
        : {}),
      changes: changes.map((change) => ({ value: valueOf(change, registry), field: change.update.field })),
    })),
  };
};
