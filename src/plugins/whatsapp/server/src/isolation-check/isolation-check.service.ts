import type { AddressInfo } from 'node:net';
import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import type { IsolationReport } from '../../../contracts/isolation';
import { clock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { asSystem } from '../kit/scope';
import { digestCompany } from '../store';
import { clean } from './clean';
import { createClient } from './client';
import { createCompany, type Company } from './company';
import { NOT_COVERED } from './exempt-routes';
import { createFillings } from './fillings';
import { createFindings } from './findings';
import { isLeftOver, newMark, newRunId } from './marks';
import { createPeople, type Caller } from './people';
import { findProbes } from './probes';
import { createShared } from './shared';
import { trySockets } from './socket-trial';
import { defaultLocale } from './strapi-services';
import { tryAll } from './trial';
import { readTypes } from './types';

/** Where this very Strapi listens: the requests go the whole way through it. */
const addressOf = (strapi: Core.Strapi): { host: string; port: number } => {
  const address: AddressInfo | string | null = strapi.server.httpServer.address();
  if (!address || typeof address === 'string') {
    throw new WhatsAppError('unsupported', 'The check needs a Strapi that listens on a TCP port');
  }
  const isAny = address.address === '0.0.0.0' || address.address === '::';
  return { host: isAny ? '127.0.0.1' : address.address, port: address.port };
};

interface Side {
  company: Company;
  members: Caller[];
}

/** Two throw-away companies, tried against each other. Nothing of them is left when it ends, however it ends. */
const runCheck = async (
  strapi: Core.Strapi,
  { only, signal }: { only: string; signal: AbortSignal },
): Promise<IsolationReport> => {
  const startedAt = clock.now();
  const address = addressOf(strapi);
  const types = readTypes(strapi);
  await clean(strapi, { types, isChosen: (name, createdAt) => isLeftOver(name, createdAt, startedAt) });

  const runId = newRunId();
  const client = createClient(address);
  try {
    const locale = await defaultLocale(strapi);
    const people = await createPeople(strapi, { runId, types, locale });
    const createSide = async (name: string): Promise<Side> => {
      const company = await createCompany(strapi, { runId, name, types, people, locale });
      return { company, members: await people.membersOf(company) };
    };
    const [one, other] = [await createSide('A'), await createSide('B')];
    const strangers = await people.strangers();
    const shared = await createShared(strapi, {
      types,
      runId,
      locale,
      companies: [one.company, other.company],
    });

    const findings = createFindings();
    const { probes, exempt } = findProbes(strapi, { types, findings, only });
    const scopedUids = types.scoped.map(({ uid }) => uid);
    const absentMark = newMark();
    for (const [own, foreign] of [
      [one, other],
      [other, one],
    ] as const) {
      await tryAll(
        {
          client,
          findings,
          fillings: createFillings({
            own: own.company,
            foreign: foreign.company,
            shared,
            absentMark,
            runId,
            newcomer: people.newcomer,
          }),
          own: own.company,
          foreign: foreign.company,
          shared,
          members: own.members,
          strangers,
          isReverse: own === other,
          digest: () => digestCompany(strapi, scopedUids, foreign.company.tenant.id),
          signal,
        },
        probes,
      );
    }
    const url = `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
    if (only === '') await trySockets({ client, findings, url, strangers, signal }, [one, other]);

    const tookMs = clock.now().getTime() - startedAt.getTime();
    return findings.report({ startedAt, tookMs }, { exempt, notCovered: NOT_COVERED });
  } finally {
    client.close();
    await clean(strapi, { types, isChosen: (name) => name.startsWith(runId) });
  }
};

/** Proves, by trying, that companies cannot get at each other's rows. One check at a time. */
export const isolationCheck = ({ strapi }: StrapiContext) => {
  let running: { done: Promise<unknown>; abort: AbortController } | null = null;

  return {
    /** `only`: leaves out the sockets, and the routes whose name (`GET /api/deals/:id`) does not contain it. */
    async run({ only = '' }: { only?: string } = {}): Promise<IsolationReport> {
      if (running) throw new WhatsAppError('conflict', 'A check is running already');
      const abort = new AbortController();
      const done = asSystem('isolation check', () => runCheck(strapi, { only, signal: abort.signal }));
      running = { done, abort };
      try {
        return await done;
      } finally {
        running = null;
      }
    },

    /** Ends a running check and waits until its rows are gone. */
    async stop(): Promise<void> {
      running?.abort.abort(new WhatsAppError('unreachable', 'The check was stopped'));
      await running?.done.catch(() => undefined);
    },
  };
};
