import type { PhoneDescription } from '../control/describe';
import { act, firstAccount, look } from './api';
import { showDevices } from './devices';
import { fillSelect, find } from './dom';
import { showMessages } from './messages';
import type { Message } from './messages';

const EVERY_MS = 1000;
const READ = 3;

const accounts = find<HTMLSelectElement>('account');
const ownerChat = find<HTMLSelectElement>('owner-chat');
const customers = find<HTMLSelectElement>('customer');
const reads = find<HTMLInputElement>('reads');
let chosen = '';

const complain = (error: unknown): void => {
  find('trouble').textContent = error instanceof Error ? error.message : String(error);
};
/** Does it, says what went wrong, and shows what came of it. */
const perform = async (verb: string, body: Record<string, unknown>): Promise<void> => {
  try {
    await act(verb, { account: chosen, ...body });
    find('trouble').textContent = '';
  } catch (error) {
    complain(error);
  }
  await refresh();
};
const doing = (verb: string, body: Record<string, unknown>) => (): void => void perform(verb, body);

const askText = (message: Message): string | null =>
  prompt('The message says now', message.caption ?? message.body ?? '');

const showOwner = ({ chats }: PhoneDescription): void => {
  fillSelect(
    ownerChat,
    chats.map(({ id, name, unreadCount }) => ({
      value: id,
      label: unreadCount > 0 ? `${name} (${unreadCount})` : name,
    })),
  );
  const messages = chats.find(({ id }) => id === ownerChat.value)?.messages ?? [];
  showMessages({
    list: find('owner-messages'),
    messages,
    isOwn: ({ fromMe }) => fromMe,
    acts: ({ ser, fromMe, type }) =>
      type === 'revoked'
        ? {}
        : {
            '👍': doing('react', { ser, from: chosen, text: '👍' }),
            ...(fromMe ? { 'Take back': doing('revoke', { ser }) } : {}),
          },
  });
};

const editOf = (message: Message) => (): void => {
  const text = askText(message);
  if (text) void perform('edit', { ser: message.ser, text });
};

const showCustomer = ({ chats, people }: PhoneDescription): void => {
  fillSelect(
    customers,
    people.map(({ pn, name }) => ({ value: pn, label: name })),
  );
  const person = people.find(({ pn }) => pn === customers.value);
  const messages = chats.find(({ id }) => id === person?.chat)?.messages ?? [];
  showMessages({
    list: find('customer-messages'),
    messages,
    isOwn: ({ fromMe }) => !fromMe,
    acts: (message) => {
      const { ser, fromMe, type } = message;
      if (type === 'revoked') return {};
      const reactions = ['👍', '❤️', '😂'].map((text) => [
        text,
        doing('react', { ser, from: customers.value, text }),
      ]);
      return fromMe
        ? (Object.fromEntries(reactions) as Record<string, () => void>)
        : { Edit: editOf(message), Delete: doing('revoke', { ser }) };
    },
  });
  if (reads.checked)
    messages
      .filter(({ fromMe, ack = 0 }) => fromMe && ack > 0 && ack < READ)
      .forEach(({ ser }) => void act('ack', { account: chosen, ser, ack: READ }).catch(complain));
};

const refresh = async (): Promise<void> => {
  chosen = accounts.value || (await firstAccount()) || '';
  if (chosen === '') return complain('There is no account yet.');
  const phone = await look(chosen);
  fillSelect(
    accounts,
    phone.accounts.map(({ pn, name }) => ({ value: pn, label: `${name} · +${pn.split('@')[0]}` })),
  );
  showDevices(phone, {
    unlink: (device) => void perform('unlink', { device }),
    scan: (page) => void perform('scan-shown', { page }),
    enter: (code) => void perform('enter-code', { code }),
  });
  showOwner(phone);
  showCustomer(phone);
};

const base64Of = async (file: File): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
};

const onSubmit = (id: string, submit: (fields: FormData) => Promise<void>): void => {
  const form = find<HTMLFormElement>(id);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    form.reset();
    submit(fields).catch(complain);
  });
};
const text = (fields: FormData, name: string): string => {
  const value = fields.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

find<HTMLFormElement>('scan').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = find<HTMLInputElement>('code');
  const shown = field.value.trim();
  field.value = '';
  const code = shown.replace(/[-\s]/g, '').toUpperCase();
  void (shown.includes(',') ? perform('scan', { qr: shown }) : perform('enter-code', { code }));
});
onSubmit('owner-write', (fields) =>
  perform('from-phone', { to: ownerChat.value, text: text(fields, 'text') }),
);
onSubmit('customer-write', async (fields) => {
  const file = fields.get('file');
  const written = text(fields, 'text');
  const attachment =
    file instanceof File && file.size > 0
      ? {
          file: {
            bytes: await base64Of(file),
            mimetype: file.type || 'application/octet-stream',
            filename: file.name,
          },
        }
      : {};
  if (written === '' && !('file' in attachment)) return;
  await perform('deliver', {
    from: customers.value,
    ...(written === '' ? {} : { text: written }),
    ...attachment,
  });
});
onSubmit('newcomer', async (fields) => {
  const pn = `${text(fields, 'phone')}@c.us`;
  await perform('contact', { pn, pushname: text(fields, 'name') });
  customers.value = pn;
  await refresh();
});
find('call').addEventListener('click', () => void perform('call', { from: customers.value }));
[accounts, ownerChat, customers].forEach((select) =>
  select.addEventListener('change', () => void refresh().catch(complain)),
);

const keepLooking = async (): Promise<void> => {
  await refresh().catch(complain);
  setTimeout(() => void keepLooking(), EVERY_MS);
};
void keepLooking();
