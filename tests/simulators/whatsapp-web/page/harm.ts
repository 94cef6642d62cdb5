/** What a page may do to itself, and to whoever listens to it. */
export type Harm = 'freeze' | 'reload' | 'push-state' | 'iframe';

const busyForEver = (): never => {
  for (let rounds = 0; ; rounds += 1) performance.mark(`busy ${rounds % 2}`);
};

const ACTS: Record<Harm, () => void> = {
  freeze: () => void setTimeout(busyForEver),
  reload: () => location.reload(),
  'push-state': () => history.pushState({}, '', `/?at=${Date.now()}`),
  iframe: () => {
    const frame = document.createElement('iframe');
    frame.src = '/empty';
    document.body.append(frame);
  },
};

export const doHarm = (harm: Harm): void => ACTS[harm]();
