import { io, type Socket } from 'socket.io-client';
import type { Client } from './client';
import type { Company } from './company';
import type { Findings } from './findings';
import type { Caller } from './people';

const PATH = '/whatsapp/socket';
const TARGET = 'socket';
const DEADLINE_MS = 5_000;

interface Side {
  company: Company;
  members: Caller[];
}

const within = <Result>(work: Promise<Result>): Promise<Result | null> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), DEADLINE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** A socket that is let in, or null. */
const open = async (url: string, token: string | null, more: object = {}): Promise<Socket | null> => {
  const socket = io(url, {
    path: PATH,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { ...(token === null ? {} : { token }), ...more },
    query: { ...more },
  });
  const isIn = await within(
    new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('connect_error', () => resolve(false));
    }),
  );
  if (isIn) return socket;
  socket.close();
  return null;
};

/** How often a socket heard of a change, and who waits for the next time. */
const listen = (socket: Socket) => {
  let heard = 0;
  const waiting: (() => void)[] = [];
  socket.on('changed', () => {
    heard += 1;
    waiting.splice(0).forEach((go) => go());
  });
  return {
    count: () => heard,
    next: () => new Promise<true>((resolve) => waiting.push(() => resolve(true))),
  };
};

/** Sockets: who is let in, and that a change of one company is heard by its own people only. */
export const trySockets = async (
  {
    client,
    findings,
    url,
    strangers,
    signal,
  }: {
    client: Client;
    findings: Findings;
    url: string;
    strangers: Caller[];
    signal: AbortSignal;
  },
  [one, other]: [Side, Side],
): Promise<void> => {
  const panel = ({ members }: Side): Caller | undefined => members.find(({ side }) => side === 'panel');
  const [asking, answering] = [panel(one), panel(other)];
  if (!asking || !answering) return;

  const keptOut = [
    ...strangers,
    ...one.members.filter(({ side }) => side === 'site'),
    { as: 'a forged token', token: 'x.y.z' },
  ];
  for (const { as, token } of keptOut) {
    signal.throwIfAborted();
    const socket = await open(url, token);
    findings.tried(TARGET);
    if (socket)
      findings.leaked(TARGET, {
        as,
        how: 'connecting',
        detail: 'let in without being a member in the panel',
      });
    socket?.close();
  }

  const { tenant } = other.company;
  const named = { tenantId: tenant.documentId, tenant: tenant.id, room: `tenant:${tenant.id}` };
  const [spy, witness] = [await open(url, asking.token, named), await open(url, answering.token)];
  try {
    findings.tried(TARGET);
    const how = 'listening to the other company';
    if (!spy || !witness) {
      return findings.untested(TARGET, { as: asking.as, how, detail: 'not even a member was let in' });
    }
    for (const event of ['join', 'subscribe', 'room']) spy.emit(event, named.room, named);
    const [spied, witnessed] = [listen(spy), listen(witness)];
    const change = async ({ company }: Side, { token }: Caller, hears: { next(): Promise<true> }) => {
      const heard = within(hears.next());
      const { documentId } = await company.spare('plugin::whatsapp.conversation');
      await client.send(
        { method: 'POST', path: `/whatsapp/conversations/${documentId}/read`, headers: {} },
        token,
      );
      return heard;
    };
    // Its own change comes after the other's: whatever reached it before came from the other company.
    const theirs = await change(other, answering, witnessed);
    const own = await change(one, asking, spied);
    if (!theirs || !own)
      findings.untested(TARGET, { as: asking.as, how, detail: 'a company did not hear of its own change' });
    else if (spied.count() > 1)
      findings.leaked(TARGET, { as: asking.as, how, detail: 'heard of a change of the other company' });
  } finally {
    spy?.close();
    witness?.close();
  }
};
