export interface Lanes {
  /** There may be something to do: looks at once. Wake-ups are hints, and may get lost. */
  wake(): void;
  /** Takes nothing new; resolves when what runs has ended. */
  stop(): Promise<void>;
}

interface Work<Item> {
  /** How many items run at once. */
  lanes: number;
  /** How late an item is when the hint got lost. */
  pollMs: number;
  /** Takes at most `limit` items that nobody else has. */
  claim(limit: number): Promise<Item[]>;
  run(item: Item): Promise<void>;
  /** What `claim` (then without an item) or `run` failed with. */
  onTrouble(error: unknown, item?: Item): void;
}

/** Works off what a table says is due, several at a time. Any number of processes may do so over one table. */
export const startLanes = <Item>({ lanes, pollMs, claim, run, onTrouble }: Work<Item>): Lanes => {
  const running = new Set<Promise<void>>();
  let isStopped = false;
  let isClaiming = false;
  let wokenMeanwhile = false;

  const launch = (item: Item): void => {
    const task: Promise<void> = run(item)
      .catch((error: unknown) => onTrouble(error, item))
      .finally(() => {
        running.delete(task);
        wake();
      });
    running.add(task);
  };

  const claimSome = async (): Promise<void> => {
    const limit = lanes - running.size;
    if (limit <= 0) return;
    const items = await claim(limit);
    // Taken at the last moment: whoever takes what nobody finished gets them.
    if (!isStopped) items.forEach(launch);
  };

  const wake = (): void => {
    if (isStopped) return;
    if (isClaiming) {
      wokenMeanwhile = true;
      return;
    }
    isClaiming = true;
    claimSome()
      .catch((error: unknown) => onTrouble(error))
      .finally(() => {
        isClaiming = false;
        if (!wokenMeanwhile) return;
        wokenMeanwhile = false;
        wake();
      });
  };

  const poll = setInterval(wake, pollMs);
  wake();

  return {
    wake,
    async stop() {
      isStopped = true;
      clearInterval(poll);
      await Promise.allSettled(running);
    },
  };
};
