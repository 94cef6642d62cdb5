export interface Turnstile {
  /** Resolves when there is room; the function that comes back makes room again, and may be called twice. */
  enter(): Promise<() => void>;
}

/** Lets a few through at a time: browsers that all start at once keep each other from starting at all. */
export const createTurnstile = (width: number): Turnstile => {
  let inside = 0;
  const outside: (() => void)[] = [];

  const leave = (): void => {
    inside -= 1;
    outside.shift()?.();
  };

  return {
    async enter() {
      if (inside >= width) await new Promise<void>((resolve) => outside.push(resolve));
      inside += 1;
      let hasLeft = false;
      return () => {
        if (hasLeft) return;
        hasLeft = true;
        leave();
      };
    },
  };
};
