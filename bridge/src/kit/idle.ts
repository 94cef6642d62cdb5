import type { Readable } from 'node:stream';

/** What `source` gives; fails once nothing has come for `idleMs`, and lets go of the source when nobody listens any more. */
export async function* unlessIdle(source: Readable, idleMs: number): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => source.destroy(new Error(`Nothing came for ${idleMs} ms`)), idleMs);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      timer.refresh();
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
  }
}
