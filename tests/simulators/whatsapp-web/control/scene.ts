import { z } from 'zod';
import { HistoricMessage } from '../people/phone';
import { AccountInput, Contact, Group } from '../server/accounts';
import type { WhatsAppWebSimulator } from '../simulator';

/** A phone with its people and its past. */
const SceneAccount = AccountInput.extend({
  contacts: z.array(Contact).default([]),
  groups: z.array(Group).default([]),
  history: z.array(HistoricMessage).default([]),
});

export const Scene = z.strictObject({ accounts: z.array(SceneAccount) });
export type Scene = z.input<typeof Scene>;

/** Sets up accounts that are not there yet. One that is keeps its devices and messages, and gets the contacts and groups. */
export const applyScene = (simulator: WhatsAppWebSimulator, scene: z.infer<typeof Scene>): void => {
  for (const { contacts, groups, history, ...account } of scene.accounts) {
    const isNew = !simulator.world.accounts.has(account.pn);
    if (isNew) simulator.addAccount(account);
    contacts.forEach((contact) => simulator.addContact(account.pn, contact));
    groups.forEach((group) => simulator.addGroup(account.pn, group));
    if (isNew) simulator.addHistory(account.pn, history);
  }
};
