import { setMaxListeners } from 'node:events';
import type { ChannelAdapter } from '../adapters/adapter';
import type { Pacing, Subject } from './pacing';

/** The same adapter, at the pace that Meta allows. What still waits when it is stopped was certainly not sent. */
export const pacedAdapter = (adapter: ChannelAdapter, pacing: Pacing, subject: Subject): ChannelAdapter => {
  const newStop = (): AbortController => {
    const controller = new AbortController();
    // As many as wait: bounded by how long they may, not a leak.
    setMaxListeners(0, controller.signal);
    return controller;
  };
  let stopping = newStop();
  return {
    kind: adapter.kind,
    capabilities: adapter.capabilities,

    async start() {
      stopping = newStop();
      await adapter.start();
    },

    // A stopped adapter refuses by itself: there is nothing to wait for.
    send: (command) =>
      stopping.signal.aborted
        ? adapter.send(command)
        : pacing.paced(subject, command, { send: () => adapter.send(command), signal: stopping.signal }),

    stage: (file) => adapter.stage(file),
    fetchMedia: (mediaId, maxBytes) => adapter.fetchMedia(mediaId, maxBytes),
    check: () => adapter.check(),

    async stop() {
      stopping.abort();
      await adapter.stop();
    },
  };
};
