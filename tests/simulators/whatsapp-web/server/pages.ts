import { randomBytes, randomInt } from 'node:crypto';
import { WebSocket } from 'ws';
import type { ServerFrame } from '../protocol/frames';
import type { Device } from './devices';
import type { World } from './world';

/** One connection of a page: a browser that shows a QR code, or a linked device. */
export interface Page {
  /** How the phone names what it could scan. */
  readonly number: number;
  readonly connectedAt: string;
  /** The start of the QR code that is shown now. */
  ref: string | null;
  refAt: string | null;
  pairing: { phone: string; code: string } | null;
  device: Device | null;
  /** Has asked for what waited: from now on things come as they happen. */
  takesStanzas: boolean;
  send(frame: ServerFrame): void;
  /** A new code now, and then one after the other. */
  showCodes(): void;
  stopCodes(): void;
  /** The connection breaks. */
  cut(): void;
  /** The connection ends in good order. */
  close(): void;
}

export const createPage = ({ settings, timers }: World, socket: WebSocket): Page => {
  let stop = (): void => undefined;
  const showCode = (left: number): void => {
    if (left === 0) {
      page.ref = null;
      return page.send({ t: 'idle' });
    }
    page.ref = `2@${randomBytes(48).toString('base64')}`;
    page.refAt = new Date().toISOString();
    page.send({ t: 'ref', ref: page.ref });
    stop = timers.after(settings.qrLifetimeMs, () => showCode(left - 1));
  };
  const page: Page = {
    number: randomInt(2 ** 31),
    connectedAt: new Date().toISOString(),
    ref: null,
    refAt: null,
    pairing: null,
    device: null,
    takesStanzas: false,
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN && settings.network.sockets !== 'mute')
        socket.send(JSON.stringify(frame));
    },
    showCodes: () => {
      stop();
      showCode(settings.qrCodesUntilIdle);
    },
    stopCodes: () => {
      stop();
      page.ref = null;
      page.pairing = null;
    },
    cut: () => socket.terminate(),
    close: () => socket.close(),
  };
  return page;
};
