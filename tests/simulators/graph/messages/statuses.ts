import { unixSeconds } from '../kit/clock';
import type { Clock } from '../kit/clock';
import type { Outstanding } from '../kit/outstanding';
import type { Random } from '../kit/random';
import type { Timers } from '../kit/timers';
import { webhookErrorOf } from '../http/graph-error';
import type { Settings } from '../settings';
import type { AcceptedMessage, ReportedStatus } from '../state/journals';
import type { Registry } from '../state/registry';
import type { Emitter } from '../webhooks/emitter';
import type { Update } from '../webhooks/pack';

type Status = ReportedStatus['status'];

/** What will become of an accepted message. */
export type Fate =
  | { outcome: 'delivered'; reads: boolean }
  | { outcome: 'sent' }
  | { outcome: 'failed'; code: number };

export interface StatusReporter {
  /** Lets a message live: its statuses come as the settings say. */
  begin(message: AcceptedMessage, fate: Fate): void;
  /** Reports one status at once. */
  report(message: AcceptedMessage, status: Status, errorCode?: number): void;
}

export interface StatusParts {
  registry: Registry;
  emitter: Emitter;
  clock: Clock;
  timers: Timers;
  random: Random;
  outstanding: Outstanding;
  settings: () => Settings;
}

const DAY_SECONDS = 24 * 60 * 60;
const PRICING = { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };

export const createStatusReporter = (parts: StatusParts): StatusReporter => {
  const { registry, emitter, clock, timers, random, outstanding, settings } = parts;

  const updateOf = (message: AcceptedMessage, status: Status, errorCode?: number): Update => {
    const now = clock.now();
    const person = registry.personAt(message.to);
    const isPriced =
      status === 'sent' ||
      (status === 'delivered' && !message.statuses.some((reported) => reported.status === 'read')) ||
      (status === 'read' && !message.statuses.some((reported) => reported.status === 'delivered'));
    const item = {
      id: message.id,
      status,
      timestamp: unixSeconds(now),
      ...(/^\d+$/.test(message.to) ? { recipient_id: message.to } : {}),
      ...(person?.bsuid ? { recipient_user_id: person.bsuid } : {}),
      ...(message.reference === null ? {} : { biz_opaque_callback_data: message.reference }),
      ...(isPriced && errorCode === undefined ? { pricing: PRICING } : {}),
      ...(errorCode === undefined ? {} : { errors: [webhookErrorOf(errorCode)] }),
    };
    const expiry = { expiration_timestamp: String(Math.floor(now / 1000) + DAY_SECONDS) };
    const conversation = {
      id: message.id.slice(-32),
      ...(status === 'sent' ? expiry : {}),
      origin: { type: 'service' },
    };
    return {
      wabaId: registry.numbers.get(message.phoneNumberId)?.wabaId ?? '0',
      phoneNumberId: message.phoneNumberId,
      field: 'messages',
      part: 'statuses',
      item,
      olderItem: 'pricing' in item ? { ...item, conversation } : item,
    };
  };

  const report = (message: AcceptedMessage, status: Status, errorCode?: number): void => {
    const update = updateOf(message, status, errorCode);
    message.statuses.push({
      status,
      at: new Date(clock.now()).toISOString(),
      ...(errorCode === undefined ? {} : { errorCode }),
    });
    emitter.emit([update]);
    if (random.chance(settings().statuses.duplicate)) emitter.emit([update]);
  };

  const planOf = (fate: Fate): { status: Status; afterMs: number; errorCode?: number }[] => {
    const { sentAfterMs, deliveredAfterMs, readAfterMs, skip } = settings().statuses;
    if (fate.outcome === 'failed') return [{ status: 'failed', afterMs: sentAfterMs, errorCode: fate.code }];
    return [
      { status: 'sent' as const, afterMs: sentAfterMs },
      ...(fate.outcome === 'sent' ? [] : [{ status: 'delivered' as const, afterMs: deliveredAfterMs }]),
      ...(fate.outcome === 'delivered' && fate.reads
        ? [{ status: 'read' as const, afterMs: readAfterMs }]
        : []),
    ].filter(({ status }) => !skip.includes(status));
  };

  return {
    report,
    begin: (message, fate) => {
      const plan = planOf(fate);
      const { shuffle } = settings().statuses;
      const lastMs = plan.reduce((sum, { afterMs }) => sum + afterMs, 0);
      let afterMs = 0;
      for (const step of shuffle ? random.shuffle(plan) : plan) {
        afterMs += step.afterMs;
        outstanding.add();
        timers.after(shuffle ? lastMs : afterMs, () => {
          report(message, step.status, step.errorCode);
          outstanding.done();
        });
      }
    },
  };
};
