import type { WebSocket } from 'ws';
import { z } from 'zod';
import { PageFrame } from '../protocol/frames';
import { createHandlers } from './frame-handlers';
import type { Handlers } from './frame-handlers';
import { createPage } from './pages';
import type { Page } from './pages';
import type { World } from './world';

const numberOf = (value: unknown): number | null => {
  const number: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'n') : null;
  return typeof number === 'number' ? number : null;
};

const describe = (error: unknown): { name: string; message: string } => {
  if (error instanceof z.ZodError) return { name: 'BadFrameError', message: z.prettifyError(error) };
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
};

const carryOut = (world: World, handlers: Handlers, page: Page, frame: PageFrame): unknown => {
  world.ledger.addAct(page.device?.account.pn ?? null, frame);
  // The table has for each kind the handler of that kind, which the type of a lookup cannot say.
  const handler = handlers[frame.t] as (page: Page, frame: PageFrame) => unknown;
  return handler(page, frame);
};

/** Listens to a page until it goes. Nothing that a page says ends the simulator. */
export const receivePages = (world: World): ((socket: WebSocket) => void) => {
  const handlers = createHandlers(world);
  const hear = (page: Page, text: string): void => {
    let n: number | null = null;
    try {
      const said: unknown = JSON.parse(text);
      n = numberOf(said);
      const value = carryOut(world, handlers, page, PageFrame.parse(said)) ?? null;
      if (n !== null) page.send({ t: 'answer', n, value });
    } catch (error) {
      const reason = describe(error);
      if (n !== null) page.send({ t: 'refusal', n, ...reason });
      else world.ledger.addRefused(`${text.slice(0, 200)}: ${reason.message}`);
    }
  };
  return (socket) => {
    if (world.settings.network.sockets === 'refuse') return socket.terminate();
    const page = createPage(world, socket);
    world.pages.add(page);
    socket.on('message', (bytes: Buffer) => {
      if (world.settings.network.sockets !== 'mute') hear(page, bytes.toString('utf8'));
    });
    socket.on('close', () => {
      page.stopCodes();
      world.pages.delete(page);
      if (page.device?.page === page) page.device.page = null;
    });
  };
};
