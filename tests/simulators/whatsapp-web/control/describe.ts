import type { WireMessage } from '../protocol/message';
import type { Account } from '../server/accounts';
import { addressIn, chatOf, messagesOfChat, wireContact } from '../server/accounts';
import { accountOf } from '../server/world';
import type { WhatsAppWebSimulator } from '../simulator';

const LAST_MESSAGES = 50;

const describeAccount = ({ pn, lid, pushname, messages, contacts, groups }: Account) => ({
  pn,
  lid,
  pushname,
  messages: messages.size,
  contacts: contacts.size,
  groups: groups.size,
});

/** What exists, in numbers; without the secrets of devices. */
export const describeState = ({ world, ledger }: WhatsAppWebSimulator) => ({
  accounts: [...world.accounts.values()].map(describeAccount),
  devices: [...world.devices.values()].map(({ account, name, page, queue }) => ({
    account: account.pn,
    name,
    isConnected: page !== null,
    waiting: queue.length,
  })),
  pages: world.pages.size,
  sent: ledger.sent.length,
  resent: ledger.sent.filter(({ times }) => times > 1).length,
  doubled: ledger.doubled(),
  refused: ledger.refused,
});

const nameOf = (account: Account, chat: string): string => {
  const contact = [...account.contacts.values()].find((one) => chatOf(one) === chat);
  return account.groups.get(chat)?.subject ?? contact?.name ?? contact?.pushname ?? `+${chat.split('@')[0]}`;
};

/** Everything that one phone shows: whom it could be linked with, its devices, its chats. */
export const describePhone = ({ world }: WhatsAppWebSimulator, pn: string) => {
  const account = accountOf(world, pn);
  const [digits] = pn.split('@');
  return {
    accounts: [...world.accounts.values()].map((one) => ({ pn: one.pn, name: one.pushname })),
    pages: [...world.pages]
      .filter((page) => page.ref !== null)
      .map((page) => ({
        number: page.number,
        since: page.connectedAt,
        codeSince: page.refAt,
        code: page.pairing?.phone === digits ? page.pairing?.code : undefined,
      })),
    devices: [...world.devices.values()]
      .filter((device) => device.account === account)
      .map(({ id, name, linkedAt, page, queue }) => ({
        id,
        name,
        linkedAt,
        isConnected: page !== null,
        waiting: queue.length,
      })),
    people: [...account.contacts.values()].map((contact) => ({
      ...wireContact(contact),
      pn: contact.pn,
      chat: chatOf(contact),
      name: contact.name ?? contact.pushname ?? `+${contact.pn.split('@')[0]}`,
    })),
    groups: [...account.groups.values()].map((group) => ({
      id: group.id,
      participants: group.participants.map((one) => ({ pn: one, address: addressIn(account, group, one) })),
    })),
    chats: [...account.chats].map(([id, state]) => ({
      id,
      ...state,
      name: nameOf(account, id),
      messages: messagesOfChat(account, id)
        .slice(-LAST_MESSAGES)
        .map((message): WireMessage & { reactions: string[] } => ({
          ...message,
          reactions: [...(account.reactions.get(message.ser)?.values() ?? [])],
        })),
    })),
  };
};
export type PhoneDescription = ReturnType<typeof describePhone>;
