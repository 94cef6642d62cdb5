import { EventEmitter } from 'node:events';
import type { WireMessage, WireReaction, WireVote } from '../protocol/message';

/** What tests wait for: `const [pn, message] = await once(simulator.events, 'sent')`. The first value is the account. */
export interface SimulatorEvents {
  connected: [pn: string, device: string];
  sent: [pn: string, message: WireMessage];
  /** The page sent once more what WhatsApp has. */
  resent: [pn: string, message: WireMessage];
  /** A device has this message. */
  delivered: [pn: string, ser: string];
  reacted: [pn: string, reaction: WireReaction];
  voted: [pn: string, vote: WireVote];
  edited: [pn: string, ser: string, body: string];
  revoked: [pn: string, ser: string];
  seen: [pn: string, chat: string];
  typing: [pn: string, chat: string, state: string];
  presence: [pn: string | null, isAvailable: boolean];
  'resend-asked': [pn: string, sers: string[]];
  'history-asked': [pn: string, chat: string];
  'code-shown': [phone: string, code: string];
  'logged-out': [pn: string];
}

export const createEvents = (): EventEmitter<SimulatorEvents> => new EventEmitter<SimulatorEvents>();
