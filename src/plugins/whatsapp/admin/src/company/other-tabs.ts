const NAME = 'whatsapp.company';

/** A company that is chosen in one tab is chosen for the person: the other tabs of this browser hear of it at once. */
export const tellOtherTabs = (): void => {
  if (typeof BroadcastChannel === 'undefined') return; // they notice by themselves, seconds later
  const channel = new BroadcastChannel(NAME);
  channel.postMessage('changed');
  channel.close();
};

/** Returns what ends it. */
export const hearOtherTabs = (onChange: () => void): (() => void) => {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = () => onChange();
  return () => channel.close();
};
