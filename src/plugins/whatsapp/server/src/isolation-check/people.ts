import type { Core } from '@strapi/strapi';
import { newDocumentId } from '../kit/ids';
import { createAnyRow } from '../store';
import type { Company } from './company';
import { markedId, markedWord } from './marks';
import type { Side } from './probe';
import {
  contentActions,
  issueToken,
  openPanelSession,
  openSiteSession,
  rolesOf,
  widePermissions,
} from './strapi-services';
import type { Types } from './types';

const MEMBER = 'plugin::whatsapp.member';

/** Somebody who asks. */
export interface Caller {
  as: string;
  /** Whose routes they use; a stranger tries all. */
  side: Side | null;
  token: string | null;
}

/** The people of a check, none of whom can log in: they have no password, and their address leads nowhere. */
export interface People {
  /** The id of somebody of the panel who only stands in a member's row. */
  placeHolder(mark: string): Promise<number>;
  /** The id of an API token that only stands in a member's row. */
  tokenHolder(mark: string): Promise<number>;
  /** The address of somebody who is a member of nothing. */
  newcomer(): Promise<string>;
  membersOf(company: Company): Promise<Caller[]>;
  strangers(): Promise<Caller[]>;
}

export const createPeople = async (
  strapi: Core.Strapi,
  { runId, types, locale }: { runId: string; types: Types; locale: string | null },
): Promise<People> => {
  const panelUser = async (word: string, { roles, isActive }: { roles: number[]; isActive: boolean }) => {
    const email = `${runId}-${markedWord(word)}@example.invalid`;
    const { id } = await createAnyRow(strapi, 'admin::user', {
      documentId: newDocumentId(),
      email,
      firstname: word,
      lastname: 'Check',
      isActive,
      blocked: false,
      roles,
    });
    return { id, email };
  };

  const wide = await createAnyRow(strapi, 'admin::role', {
    documentId: newDocumentId(),
    name: `${runId}-wide`,
    code: `${runId}-wide`,
    description: '',
  });
  const uids = types.all.filter(({ isShown }) => isShown).map(({ uid }) => uid);
  await rolesOf(strapi).assignPermissions(wide.id, widePermissions(strapi, { uids, locale }));
  const platform = await rolesOf(strapi).getSuperAdmin();

  const siteRole = await createAnyRow(strapi, 'plugin::users-permissions.role', {
    documentId: newDocumentId(),
    name: `${runId}-site`,
    description: '',
    type: `${runId}-site`,
  });
  for (const action of contentActions(strapi)) {
    await createAnyRow(strapi, 'plugin::users-permissions.permission', { action, role: siteRole.id });
  }

  const inPanel = async (word: string, roleId: number): Promise<{ id: number; token: string }> => {
    const { id } = await panelUser(word, { roles: [roleId], isActive: true });
    return { id, token: await openPanelSession(strapi, id) };
  };
  const onSite = async (word: string): Promise<{ id: number; token: string }> => {
    const name = `${runId}-${markedWord(word)}`;
    const { id } = await createAnyRow(strapi, 'plugin::users-permissions.user', {
      documentId: newDocumentId(),
      username: name,
      email: `${name}@example.invalid`,
      provider: 'local',
      confirmed: true,
      blocked: false,
      role: siteRole.id,
    });
    return { id, token: await openSiteSession(strapi, id) };
  };
  const join = ({ tenant, mark }: Company, credential: object): Promise<unknown> =>
    createAnyRow(strapi, MEMBER, {
      documentId: markedId(mark),
      tenant: tenant.id,
      role: 'owner',
      ...credential,
    });
  const token = (word: string) => issueToken(strapi, `${runId}-${markedWord(word)}`);

  return {
    placeHolder: async (mark) => (await panelUser(mark, { roles: [], isActive: false })).id,
    tokenHolder: async (mark) => (await token(mark)).id,
    newcomer: async () => (await panelUser('newcomer', { roles: [], isActive: true })).email,

    async membersOf(company) {
      const { mark } = company;
      const person = await inPanel(mark, wide.id);
      const admin = await inPanel(mark, platform?.id ?? wide.id);
      const user = await onSite(mark);
      const key = await token(mark);
      await join(company, { adminUser: person.id });
      await join(company, { adminUser: admin.id });
      await join(company, { user: user.id });
      await join(company, { apiToken: key.id });
      return [
        { as: 'panel person', side: 'panel', token: person.token },
        { as: 'super admin', side: 'platform', token: admin.token },
        { as: 'site user', side: 'site', token: user.token },
        { as: 'api token', side: 'site', token: key.accessKey },
      ];
    },

    async strangers() {
      const person = await inPanel('stranger', wide.id);
      const user = await onSite('stranger');
      const key = await token('stranger');
      return [
        { as: 'panel person of no company', side: null, token: person.token },
        { as: 'site user of no company', side: null, token: user.token },
        { as: 'api token of no company', side: null, token: key.accessKey },
        { as: 'nobody', side: null, token: null },
      ];
    },
  };
};
