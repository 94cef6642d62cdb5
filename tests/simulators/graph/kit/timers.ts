/** All waiting of the simulator in one place: it can be counted, and nothing outlives `clear`. */
export interface Timers {
  /** Runs `task` later. Returns a function that calls it off. */
  after(ms: number, task: () => void): () => void;
  /** Resolves later; never, when the timers were cleared before. */
  wait(ms: number): Promise<void>;
  readonly waiting: number;
  clear(): void;
}

export const createTimers = (): Timers => {
  const handles = new Set<NodeJS.Timeout>();
  let isClosed = false;
  const after = (ms: number, task: () => void): (() => void) => {
    if (isClosed) return () => undefined;
    const handle = setTimeout(() => {
      handles.delete(handle);
      task();
    }, ms);
    handles.add(handle);
    return () => {
      handles.delete(handle);
      clearTimeout(handle);
    };
  };
  return {
    after,
    wait: (ms) => new Promise((resolve) => void after(ms, resolve)),
    get waiting() {
      return handles.size;
    },
    clear: () => {
      isClosed = true;
      handles.forEach((handle) => clearTimeout(handle));
      handles.clear();
    },
  };
};
