import { randomUUID } from 'node:crypto';
import type { Stanza } from '../protocol/frames';
import type { Account } from './accounts';
import type { Page } from './pages';
import type { World } from './world';

/** A browser that was linked to an account. What happens while it is away waits for it. */
export interface Device {
  /** Its secret. */
  readonly token: string;
  /** Its name for everybody else. */
  readonly id: string;
  readonly account: Account;
  readonly linkedAt: string;
  /** As the phone lists it. */
  name: string;
  /** Was never connected: the phone hands its history over. */
  isFresh: boolean;
  page: Page | null;
  lastSeq: number;
  readonly queue: { seq: number; stanza: Stanza }[];
}

export const addDevice = (world: World, account: Account): Device => {
  const device: Device = {
    token: randomUUID(),
    id: randomUUID(),
    account,
    linkedAt: new Date().toISOString(),
    name: '',
    isFresh: true,
    page: null,
    lastSeq: 0,
    queue: [],
  };
  world.devices.set(device.token, device);
  return device;
};

export const devicesOf = ({ devices }: World, pn: string): Device[] =>
  [...devices.values()].filter(({ account }) => account.pn === pn);

/** To the device now, or when it is back; in order, until it says that it has it. */
export const post = (device: Device, stanza: Stanza): void => {
  device.lastSeq += 1;
  const entry = { seq: device.lastSeq, stanza };
  device.queue.push(entry);
  if (device.page?.takesStanzas) device.page.send({ t: 'stanza', ...entry });
};

export const postToAll = (world: World, pn: string, stanza: Stanza, except?: Device): void =>
  devicesOf(world, pn)
    .filter((device) => device !== except)
    .forEach((device) => post(device, stanza));

export const handOverQueue = (device: Device, page: Page): void => {
  device.queue.forEach((entry) => page.send({ t: 'stanza', ...entry }));
  page.takesStanzas = true;
  page.send({ t: 'offline-done' });
};

export const settleStanza = (world: World, device: Device, seq: number): void => {
  const index = device.queue.findIndex((entry) => entry.seq === seq);
  const [entry] = index < 0 ? [] : device.queue.splice(index, 1);
  if (entry?.stanza.kind === 'message')
    world.events.emit('delivered', device.account.pn, entry.stanza.message.ser);
};
