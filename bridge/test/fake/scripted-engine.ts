import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { EngineSignal, Probe, WebEngine } from '../../src/adapters/web';

export const CONNECTED: Probe = {
  line: 'connected',
  word: 'CONNECTED',
  isSynced: true,
  isListening: true,
  canBeKicked: false,
};

/** An engine that does nothing by itself and tells what it was asked for. */
export const createScriptedEngine = (signal: (signal: EngineSignal) => void) => {
  const asked: string[] = [];
  const engine: WebEngine & {
    asked: string[];
    signal(signal: EngineSignal): void;
    /** What the next looks find; an error is a page that does not answer. */
    shows: Probe | Error;
    weighs: number;
    startsWith?: Error;
  } = {
    asked,
    signal,
    shows: CONNECTED,
    weighs: 1,
    capabilities: new Set(['text']),
    async start() {
      asked.push('start');
      if (engine.startsWith) throw engine.startsWith;
    },
    async stop() {
      asked.push('stop');
    },
    async probe() {
      if (engine.shows instanceof Error) throw engine.shows;
      return engine.shows;
    },
    async kick() {
      asked.push('kick');
    },
    async renewCode() {
      asked.push('renew');
    },
    pairByNumber: () => Promise.resolve('ABCD1234'),
    async logout() {
      asked.push('logout');
    },
    send: () => Promise.resolve({ messageId: 'out.1' }),
    fetchMedia: () => Promise.reject(new WhatsAppError('rejected', 'There are no files here')),
    markRead: () => Promise.resolve(),
    setTyping: () => Promise.resolve(),
    lookUp: () => Promise.resolve(null),
    async catchUp(since) {
      asked.push(`catch-up ${since ?? 'all'}`);
    },
    async importHistory() {
      asked.push('history');
    },
    memoryBytes: () => engine.weighs,
  };
  return engine;
};
export type ScriptedEngine = ReturnType<typeof createScriptedEngine>;
