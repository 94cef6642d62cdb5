import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/*
 * Each process counts what it did itself; Prometheus adds them up. Labels are words of our own from a closed list: never an
 * id, a name or a number of anybody, which would tell of companies and grow without end.
 */

export const registry = new Registry();

const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
  new Counter({ name, help, labelNames, registers: [registry] });
const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
  new Gauge({ name, help, labelNames, registers: [registry] });
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const histogram = (name: string, help: string) =>
  new Histogram({ name, help, buckets: SECONDS, registers: [registry] });

/** What rooms count as it happens. */
export const meters = {
  deliveries: counter(
    'whatsapp_deliveries_total',
    'Webhooks that the bridge brought, by what became of them',
    ['outcome'],
  ),
  keepSeconds: histogram('whatsapp_deliveries_keep_seconds', 'Time to keep a batch of webhooks durably'),
  events: counter('whatsapp_events_processed_total', 'Messages and reports out of webhooks, committed', [
    'type',
  ]),
  quarantined: counter(
    'whatsapp_changes_quarantined_total',
    'Parts of webhooks that were put aside, by reason',
    ['reason'],
  ),
  commitSeconds: histogram(
    'whatsapp_webhook_commit_seconds',
    'From the arrival of a webhook at the bridge to the commit of all that it brought',
  ),
  sends: counter('whatsapp_sends_total', 'Tries to send a message, by how they ended', ['outcome', 'reason']),
  sendSeconds: histogram('whatsapp_send_seconds', 'Time of one try to send, pacing and WhatsApp included'),
  sentAfterSeconds: histogram(
    'whatsapp_message_sent_after_seconds',
    'From the acceptance of a message to its being sent, where the first try succeeded',
  ),
  mediaFiles: counter('whatsapp_media_files_total', 'Tries to fetch a file of a message, by how they ended', [
    'outcome',
  ]),
};

/** What is read when somebody asks. */
export const gauges = {
  inboundWaiting: gauge('whatsapp_inbound_waiting', 'Parts of webhooks that are kept and not processed yet'),
  inboundOldest: gauge('whatsapp_inbound_oldest_waiting_seconds', 'How long the oldest of them waits'),
  outboxWaiting: gauge('whatsapp_outbox_waiting', 'Messages that wait to be sent or are on their way'),
  outboxOldest: gauge(
    'whatsapp_outbox_oldest_due_seconds',
    'How late the oldest message is whose turn has come',
  ),
  outboxStanding: gauge('whatsapp_outbox_standing_channels', 'Channels with messages due that nobody sends'),
  mediaWaiting: gauge('whatsapp_media_waiting', 'Files that wait to be fetched or are on their way'),
  mediaOldest: gauge('whatsapp_media_oldest_due_seconds', 'How late the oldest file is whose turn has come'),
  sockets: gauge('whatsapp_sockets_connected', 'Open screens of this process'),
  channels: gauge('whatsapp_channels', 'Connected numbers of all companies', ['kind', 'state']),
  health: gauge('whatsapp_health_state', '0 ok, 1 degraded, 2 down', ['part']),
};
