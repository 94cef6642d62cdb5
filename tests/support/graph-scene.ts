import { randomBytes, randomInt } from 'node:crypto';
import type { MetaCompany } from './graph-control';
import type { Installation } from './installation';

const newId = (): string => String(randomInt(10 ** 14, 2 ** 47));

/** One more number under an app that exists: its own business account, its own token, the same app secret. */
export const addNumberToApp = async (
  { graphControl }: Installation,
  { app }: MetaCompany,
): Promise<MetaCompany> => {
  const [waba, number] = [newId(), newId()];
  const value = `EAA${randomBytes(40).toString('hex')}`;
  await graphControl.post('scene', {
    wabas: [{ id: waba, subscribedApps: [app.id] }],
    numbers: [{ id: number, wabaId: waba }],
    tokens: [{ id: `token-${number}`, value, appId: app.id, wabaIds: [waba] }],
  });
  return { app, waba: { id: waba }, number: { id: number }, token: { value } };
};
