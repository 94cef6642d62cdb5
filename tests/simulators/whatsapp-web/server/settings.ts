import { z } from 'zod';

const ms = z.number().int().nonnegative();

export const Settings = z.strictObject({
  /** How long a QR code is good for. WhatsApp: 60 s for the first one, then 20. */
  qrLifetimeMs: z.number().int().positive(),
  /** After that many codes the page is idle until it is asked for a new one. */
  qrCodesUntilIdle: z.number().int().positive(),
  /** From the scan to the page's new connection. */
  pairingDelayMs: ms,
  /** The ticks that every sent message gets by itself. 1: WhatsApp has it, 2: the phone has it, 3: read. */
  autoAcks: z.array(z.number().int().min(1).max(4)),
  ackDelayMs: ms,
  /** How many messages the phone hands over to a device that was just linked. */
  historyOnPairing: z.number().int().nonnegative(),
  /** On unlinking: does the state change before the event comes? WhatsApp's order is not known. */
  isLogoutStateFirst: z.boolean(),
  /** Whether the page, and whether its socket gets an answer. */
  network: z.strictObject({
    pages: z.enum(['answer', 'hang', 'reset']),
    /** `mute`: connected, and nothing is ever heard. */
    sockets: z.enum(['accept', 'refuse', 'mute']),
  }),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  qrLifetimeMs: 20_000,
  qrCodesUntilIdle: 6,
  pairingDelayMs: 50,
  autoAcks: [1],
  ackDelayMs: 20,
  historyOnPairing: 30,
  isLogoutStateFirst: false,
  network: { pages: 'answer', sockets: 'accept' },
};
