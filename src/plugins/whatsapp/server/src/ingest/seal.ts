import type { Core } from '@strapi/strapi';
import type { BridgeEvent } from '../../../contracts/bridge';
import { WhatsAppError } from '../../../contracts/errors';
import type { PluginConfig } from '../config';
import type { LogEntry, StoredEvents, WaitingEvent } from '../store';
import { decryptSecret, encryptSecret } from '../tenancy';
import type { WaitingChange } from './placed';

const MARK = 'sealed:';
/** No JSON looks like this, so that each line says by itself how it was written. */
const SEALED = /^sealed:(v1:[0-9a-f]+:[0-9a-f]+:[0-9a-f]+)$/;

/**
 * The inbound log holds what customers wrote. Where `inboundLogEncrypted` says so, new lines are encrypted like the
 * credentials of channels; lines of either kind are read, so that it may be switched at any time.
 */
export const createSeal = (strapi: Core.Strapi) => {
  const { inboundLogEncrypted } = strapi.config.get<PluginConfig>('plugin::whatsapp');
  const close = (text: string): string => `${MARK}${encryptSecret(strapi, text)}`;
  const open = (text: string): string => {
    const sealed = SEALED.exec(text)?.[1];
    return sealed ? decryptSecret(strapi, sealed) : text;
  };
  // What we encrypted ourselves was parsed before.
  const openEvents = (events: StoredEvents): BridgeEvent[] =>
    Array.isArray(events) ? events : (JSON.parse(open(events.sealed)) as BridgeEvent[]);

  return {
    /** For the log, as the configuration wants it. */
    entry: (entry: LogEntry): LogEntry =>
      inboundLogEncrypted
        ? { ...entry, payload: close(entry.payload), events: { sealed: close(JSON.stringify(entry.events)) } }
        : entry,

    text: (text: string | null): string | null => (inboundLogEncrypted && text !== null ? close(text) : text),

    openText: (text: string | null): string | null => text && open(text),

    /** Fails (see `isUnreadable`) for what was encrypted with another key. */
    open: (line: WaitingEvent): WaitingChange => ({
      ...line,
      detail: line.detail && open(line.detail),
      events: openEvents(line.events),
      kept: line.events,
    }),

    /** Whether it failed because the key is another one: then it would fail for ever. */
    isUnreadable: (error: unknown): boolean =>
      error instanceof WhatsAppError && error.kind === 'session-lost',
  };
};
