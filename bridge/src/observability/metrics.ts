import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../kit/clock';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The status of an answer that nobody waited for. */
export const BROKEN_OFF = 0;

/** Of what Meta was told, by HTTP status: why a webhook was not acknowledged. */
const REFUSALS: Record<number, string> = {
  [BROKEN_OFF]: 'broken-off',
  401: 'signature',
  404: 'unknown-address',
  413: 'too-large',
  503: 'not-kept',
};

/** What failed, in one word: the kind of our own error, never what the other side said. */
const outcomeOf = (error: unknown): string => (error instanceof WhatsAppError ? error.kind : 'internal');

interface Options {
  /** Also what Node says of itself: it watches the garbage collector and the event loop for that. */
  withDefaults: boolean;
  /** Read when somebody asks. */
  channels: () => number;
  isConfigured: () => boolean;
  webhooks: () => { count: number; oldestAt: number | undefined };
  clock: Pick<Clock, 'now'>;
}

/** The counts of one bridge. */
export const createMetrics = ({ withDefaults, channels, isConfigured, webhooks: held, clock }: Options) => {
  const registry = new Registry();
  const registers = [registry];
  if (withDefaults) collectDefaultMetrics({ register: registry });

  const webhooks = new Counter({
    name: 'whatsapp_bridge_webhooks_total',
    help: 'Webhooks, by what Meta was told and why',
    labelNames: ['outcome', 'reason'] as const,
    registers,
  });
  const acknowledgeSeconds = new Histogram({
    name: 'whatsapp_bridge_acknowledge_seconds',
    help: 'From the arrival of a webhook to the 200 that says that it is kept',
    buckets: SECONDS,
    registers,
  });
  const sends = new Counter({
    name: 'whatsapp_bridge_sends_total',
    help: 'Messages to send, by how it ended',
    labelNames: ['outcome'] as const,
    registers,
  });
  const sendSeconds = new Histogram({
    name: 'whatsapp_bridge_send_seconds',
    help: 'Time of sending one message, pacing included',
    buckets: SECONDS,
    registers,
  });
  const graphCalls = new Counter({
    name: 'whatsapp_bridge_graph_requests_total',
    help: 'Requests to Graph, by what was asked and how it ended',
    labelNames: ['call', 'outcome'] as const,
    registers,
  });
  const graphSeconds = new Histogram({
    name: 'whatsapp_bridge_graph_request_seconds',
    help: 'Time until Graph answered',
    labelNames: ['call'] as const,
    buckets: SECONDS,
    registers,
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('whatsapp_bridge_channels', 'Channels in the configuration', channels);
  gauge('whatsapp_bridge_configured', '1 once the configuration was loaded', () => Number(isConfigured()));
  gauge(
    'whatsapp_bridge_webhooks_waiting',
    'Webhooks that are neither kept nor refused yet',
    () => held().count,
  );
  gauge('whatsapp_bridge_oldest_webhook_seconds', 'How long the oldest of them is here', () => {
    const { oldestAt } = held();
    return oldestAt === undefined ? 0 : (clock.now() - oldestAt) / 1_000;
  });

  const measured = async <Result>(
    work: () => Promise<Result>,
    end: (outcome: string) => void,
    isGood: (result: Result) => boolean = () => true,
  ): Promise<Result> => {
    try {
      const result = await work();
      end(isGood(result) ? 'ok' : 'rejected');
      return result;
    } catch (error) {
      end(outcomeOf(error));
      throw error;
    }
  };

  return {
    /** Meta was answered. */
    webhookAnswered(status: number, ms: number): void {
      const isAcknowledged = status >= 200 && status < 300;
      const reason = isAcknowledged ? 'none' : (REFUSALS[status] ?? 'other');
      webhooks.inc({ outcome: isAcknowledged ? 'acknowledged' : 'refused', reason });
      if (isAcknowledged) acknowledgeSeconds.observe(ms / 1_000);
    },

    measureSend<Result>(send: () => Promise<Result>): Promise<Result> {
      const stop = sendSeconds.startTimer();
      return measured(send, (outcome) => {
        stop();
        sends.inc({ outcome });
      });
    },

    measureGraph<Result>(
      call: 'message' | 'file' | 'management',
      ask: () => Promise<Result>,
      isGood?: (result: Result) => boolean,
    ): Promise<Result> {
      const stop = graphSeconds.startTimer({ call });
      const end = (outcome: string): void => {
        stop();
        graphCalls.inc({ call, outcome });
      };
      return measured(ask, end, isGood);
    },

    /** All of it, in the text format of Prometheus. */
    async text(): Promise<{ contentType: string; text: string }> {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
