import type { PhoneDescription } from '../control/describe';

/** The control API, as this page uses it. Rejects with the simulator's own words. */
const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
  const response = await fetch(`/_control/${path}`, init);
  const body: unknown = await response.json();
  if (response.ok) return body;
  throw new Error(
    typeof body === 'object' && body ? String(Reflect.get(body, 'error')) : response.statusText,
  );
};

export const act = (verb: string, body: Record<string, unknown>): Promise<unknown> =>
  ask(verb, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

export const look = async (account: string): Promise<PhoneDescription> =>
  (await ask(`phone?account=${encodeURIComponent(account)}`)) as PhoneDescription;

export const firstAccount = async (): Promise<string | undefined> => {
  const state = (await ask('state')) as { accounts: { pn: string }[] };
  return state.accounts[0]?.pn;
};
