import { WebEventsReceipt, type WebEvents } from '../../../src/plugins/whatsapp/contracts/web-session';
import { parseWith } from '../../../src/plugins/whatsapp/contracts/errors';
import { sha256Hex } from '../kit/hmac';
import type { PluginClient } from '../plugin/plugin-client';
import { keyOf, type Deliver, type SpooledEvent } from '../sessions';

const DEADLINE_MS = 15_000;

const asWebEvent = ({ channelId, event, origin, receivedAt }: SpooledEvent): WebEvents['events'][number] => ({
  key: sha256Hex(`${channelId}\n${keyOf(event)}`),
  receivedAt,
  event: origin === 'history' && event.type !== 'message.reported' ? { ...event, isHistory: true } : event,
});

/** Brings what sessions heard to the plugin. Resolves with the ids of those that it has committed. */
export const deliverWebEvents =
  (plugin: PluginClient): Deliver =>
  async (spooled) => {
    const [first] = spooled;
    if (!first) return [];
    const byKey = new Map(spooled.map((one) => [asWebEvent(one).key, one.id]));
    const batch: WebEvents = { channelId: first.channelId, events: spooled.map(asWebEvent) };
    const answer = await plugin.request({
      method: 'POST',
      path: '/web-events',
      body: Buffer.from(JSON.stringify(batch)),
      deadlineMs: DEADLINE_MS,
    });
    const { committed } = parseWith(WebEventsReceipt, answer, "The plugin's receipt is not valid");
    return committed.flatMap((key) => byKey.get(key) ?? []);
  };
