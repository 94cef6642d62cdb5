import { MsgKey, createWid } from '../core/ids';
import type { Wid } from '../core/ids';
import type { ChatModel } from '../models/chat';
import type { ContactModel } from '../models/store';
import type { Modules, PageContext } from './context';

/** What the servers tell of a number or a LID; null: not on WhatsApp. */
export interface Person {
  wid: string;
  pn?: string;
  lid?: string;
}

/** Ids, contacts, LIDs, pictures, "is this number on WhatsApp?". */
export const peopleModules = ({ session, store }: PageContext): Modules => {
  const { link } = session;
  const userWid = (value: unknown): Wid => {
    const wid = createWid(value);
    if (!wid.isUser()) throw new Error(`wid error: not a user wid ${wid._serialized}`);
    return wid;
  };
  const isMe = ({ id }: ContactModel): boolean => id.equals(store.me.pn) || id.equals(store.me.lid);
  const queryExists = async (value: unknown): Promise<{ wid: Wid; biz: boolean } | null> => {
    const person = await link.ask<Person | null>({ t: 'exists', wid: createWid(value)._serialized });
    if (!person) return null;
    store.lids.learn(person.pn, person.lid);
    return { wid: createWid(person.wid), biz: false };
  };
  return {
    WAWebWidFactory: { createWid, createWidFromWidLike: createWid, asUserWidOrThrow: userWid },
    WAWebMsgKey: MsgKey,
    WAWebApiContact: {
      getCurrentLid: store.lids.lidOf,
      getPhoneNumber: store.lids.pnOf,
      getAlternateUserWid: store.lids.alternateOf,
    },
    WAWebLidMigrationUtils: { toPn: store.lids.pnOf },
    WAWebQueryExistsJob: { queryWidExists: queryExists },
    WAWebContactProfilePicThumbBridge: {
      requestProfilePicFromServer: ({ id }: ChatModel) =>
        link.ask<{ eurl: string }>({ t: 'picture', wid: id._serialized }),
    },
    WAWebContactGetters: {
      getIsMe: isMe,
      getIsUser: ({ id }: ContactModel) => id.isUser(),
      getIsGroup: ({ id }: ContactModel) => id.isGroup(),
      getIsWAContact: () => true,
      getUserid: ({ id }: ContactModel) => id.user,
      getVerifiedName: () => undefined,
      getVerifiedLevel: () => undefined,
      getStatusMute: () => false,
      getName: ({ name }: ContactModel) => name,
      getShortName: ({ name }: ContactModel) => name?.split(' ')[0],
      getPushname: ({ pushname }: ContactModel) => pushname,
      getIsEnterprise: () => false,
    },
    WAWebFrontendContactGetters: { getIsMyContact: ({ name }: ContactModel) => Boolean(name) },
    WAWebPhoneUtils: { formattedPhoneNumber: (id: string) => `+${id.split('@')[0]}` },
  };
};
