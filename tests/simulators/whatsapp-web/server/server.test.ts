import { once } from 'node:events';
import { request } from 'node:https';
import { connect } from 'node:tls';
import { Script } from 'node:vm';
import { startWhatsAppWebSimulator } from '../simulator';
import type { WhatsAppWebSimulator } from '../simulator';
import { comeBack, linkBarePage, openBarePage } from '../testing/bare-page';
import { bundle } from './bundle';

const OWNER = '15550100001@c.us';
const ANA = '15550107777@c.us';
const LEO = '15550108888@c.us';
const LEO_LID = '123456789012345@lid';

let simulator: WhatsAppWebSimulator;

beforeEach(async () => {
  simulator = await startWhatsAppWebSimulator({ settings: { pairingDelayMs: 0, ackDelayMs: 0 } });
  simulator.addAccount({ pn: OWNER, pushname: 'Faro' });
  simulator.addContact(OWNER, { pn: ANA, name: 'Ana Ribalta' });
});
afterEach(() => simulator.close());

const message = (body: string, chat = ANA) => ({
  ser: `true_${chat}_${body}`,
  id: body,
  fromMe: true,
  chat,
  from: OWNER,
  to: chat,
  t: 1_700_000_000,
  type: 'chat',
  body,
});

describe('linking', () => {
  it('hands the phone over to a new device: people, chats, the last of the past', async () => {
    simulator.configure({ historyOnPairing: 2 });
    simulator.addHistory(OWNER, [
      { with: ANA, text: 'three', at: 30 },
      { with: ANA, text: 'one', at: 10 },
      { with: ANA, text: 'two', at: 20, fromMe: true },
    ]);
    const { page } = await linkBarePage(simulator, OWNER);
    const { history, contacts, chats } = await page.next('success');
    expect(history.map(({ body }) => body)).toEqual(['two', 'three']);
    expect(contacts).toMatchObject([{ pn: ANA, name: 'Ana Ribalta' }]);
    expect(chats).toEqual([{ id: ANA, unreadCount: 0, isArchived: false }]);
  });

  it('knows only the code that is shown now', async () => {
    simulator.configure({ qrLifetimeMs: 30, qrCodesUntilIdle: 2 });
    const page = await openBarePage(simulator);
    page.tell({ t: 'hello', credentials: null, version: '1', deviceName: '' });
    const { ref } = await page.next('ref');
    await page.next('idle');
    expect(() => simulator.scan(`${ref},a,b,c,1`, OWNER)).toThrow('No page shows this QR code');
    expect(() => simulator.scan('nonsense', OWNER)).toThrow('has 5 parts');
  });

  it('types in a code only for the number that it was made for', async () => {
    const page = await openBarePage(simulator);
    page.tell({ t: 'hello', credentials: null, version: '1', deviceName: '' });
    const answer = await page.ask({ t: 'pairing-code', phone: '15550100009' });
    const code = String(Reflect.get(answer, 'value'));
    expect(code).toMatch(/^[A-Z1-9]{8}$/);
    expect(() => simulator.enterCode(OWNER, code)).toThrow('No page shows');
  });

  it('says goodbye to a device that was taken off the list', async () => {
    const { page, credentials } = await linkBarePage(simulator, OWNER);
    simulator.unlink(OWNER, { isStateFirst: true });
    expect(await page.next('logout')).toEqual({ t: 'logout', isStateFirst: true });
    const again = await openBarePage(simulator);
    again.tell({ t: 'hello', credentials, version: '1', deviceName: '' });
    await again.next('logout');
  });

  it('lets the newer of two with the same login stay', async () => {
    const { page: older, credentials } = await linkBarePage(simulator, OWNER);
    const newer = await comeBack(simulator, credentials);
    expect(await older.next('state')).toEqual({ t: 'state', state: 'CONFLICT' });
    simulator.deliver(OWNER, { from: ANA, text: 'to whom?' });
    await newer.next('stanza');
    expect(older.stanzas).toEqual([]);
  });
});

describe('what waits for a device', () => {
  it('comes in its order, until the device has it', async () => {
    const { page, credentials } = await linkBarePage(simulator, OWNER);
    page.close();
    const { ser } = simulator.deliver(OWNER, { from: ANA, text: 'one' });
    simulator.edit(OWNER, ser, 'won');
    simulator.revoke(OWNER, ser);
    const first = await comeBack(simulator, credentials);
    expect(first.stanzas.map(({ kind }) => kind)).toEqual(['message', 'edit', 'revoke']);
    const delivered = once(simulator.events, 'delivered');
    first.tell({ t: 'got', seq: 1 });
    expect(await delivered).toEqual([OWNER, ser]);
    first.close();
    const second = await comeBack(simulator, credentials);
    expect(second.stanzas.map(({ kind }) => kind)).toEqual(['edit', 'revoke']);
  });

  it('is held back until the device asks for it', async () => {
    const { page, credentials } = await linkBarePage(simulator, OWNER);
    page.close();
    const shy = await openBarePage(simulator);
    shy.tell({ t: 'hello', credentials, version: '1', deviceName: '' });
    await shy.next('success');
    simulator.deliver(OWNER, { from: ANA, text: 'patience' });
    await shy.ask({ t: 'exists', wid: ANA });
    expect(shy.stanzas).toEqual([]);
    shy.tell({ t: 'ready-for-offline' });
    await shy.next('offline-done');
    expect(shy.stanzas).toMatchObject([
      { kind: 'message', message: { body: 'patience' } },
      { kind: 'contact' },
    ]);
  });
});

describe('the ledger', () => {
  it('tells a message that came twice from two messages with one text', async () => {
    const { page } = await linkBarePage(simulator, OWNER);
    page.tell({ t: 'send', message: message('A') });
    page.tell({ t: 'send', message: message('A') });
    page.tell({ t: 'send', message: { ...message('B'), body: 'A' } });
    await page.ask({ t: 'exists', wid: ANA });
    expect(simulator.ledger.sent.map(({ message: { id }, times }) => [id, times])).toEqual([
      ['A', 2],
      ['B', 1],
    ]);
    expect(simulator.ledger.countOf('A')).toBe(2);
    expect(simulator.ledger.doubled()).toEqual([{ chat: ANA, text: 'A', count: 2 }]);
  });

  it('shows what one device wrote to the others, too', async () => {
    const { page } = await linkBarePage(simulator, OWNER);
    const { page: other } = await linkBarePage(simulator, OWNER);
    page.tell({ t: 'send', message: message('A') });
    expect(await other.next('stanza')).toMatchObject({
      stanza: { kind: 'message', message: { fromMe: true } },
    });
    expect(page.stanzas.filter(({ kind }) => kind === 'message')).toEqual([]);
  });
});

describe('what is refused', () => {
  it('is a message to a number that nobody has', async () => {
    const { page } = await linkBarePage(simulator, OWNER);
    page.tell({ t: 'send', message: message('A', '15550109999@c.us') });
    expect(await page.next('stanza')).toMatchObject({ stanza: { kind: 'ack', ack: -1 } });
  });

  it('is a frame that no page may say, and it does no harm', async () => {
    const { page } = await linkBarePage(simulator, OWNER);
    page.tell({ t: 'teleport' });
    expect(await page.ask({ t: 'pairing-code', phone: '+1 555' })).toMatchObject({ name: 'BadFrameError' });
    expect(simulator.ledger.refused).toEqual([expect.stringContaining('teleport')]);
  });

  it.each([{ t: 'exists', wid: ANA }, { t: 'history', chat: ANA, before: null, limit: 1 }, { t: 'logout' }])(
    'is $t from a page that was never linked',
    async (question) => {
      const page = await openBarePage(simulator);
      expect(await page.ask(question)).toMatchObject({ t: 'refusal', name: 'NotLinkedError' });
    },
  );

  it("is an edit of somebody else's message", async () => {
    const { page } = await linkBarePage(simulator, OWNER);
    const { ser } = simulator.deliver(OWNER, { from: ANA, text: 'mine' });
    expect(await page.ask({ t: 'edit', ser, body: 'yours' })).toMatchObject({ t: 'refusal' });
    expect(await page.ask({ t: 'revoke', ser })).toMatchObject({ t: 'refusal' });
  });
});

describe('people', () => {
  it('introduce themselves by writing', async () => {
    const { page } = await linkBarePage(simulator, OWNER);
    simulator.deliver(OWNER, { from: LEO, text: 'Hello' });
    expect(await page.ask({ t: 'exists', wid: LEO })).toMatchObject({ value: { wid: LEO } });
    expect(page.stanzas.slice(0, 2).map(({ kind }) => kind)).toEqual(['contact', 'message']);
  });

  it('go by the LID from the moment that it is known, and may hide their number', async () => {
    const { page } = await linkBarePage(simulator, OWNER);
    simulator.addContact(OWNER, { pn: LEO });
    expect(simulator.deliver(OWNER, { from: LEO, text: 'by phone' }).chat).toBe(LEO);
    simulator.addContact(OWNER, { pn: LEO, lid: LEO_LID, isLidAddressed: true, isPhoneHidden: true });
    expect(simulator.deliver(OWNER, { from: LEO, text: 'by LID' }).chat).toBe(LEO_LID);
    const answer = await page.ask({ t: 'exists', wid: LEO_LID });
    expect(answer).toMatchObject({ value: { wid: LEO_LID, lid: LEO_LID } });
    expect(JSON.stringify(answer)).not.toContain(LEO);
  });
});

describe('the face', () => {
  it('has a certificate for WhatsApp’s name, with the key that Chromium is told to trust', async () => {
    const socket = connect({
      host: '127.0.0.1',
      port: simulator.port,
      servername: 'web.whatsapp.com',
      rejectUnauthorized: false,
    });
    await once(socket, 'secureConnect');
    const { subjectaltname, pubkey } = socket.getPeerCertificate();
    socket.destroy();
    expect(subjectaltname).toBe('DNS:web.whatsapp.com');
    expect(pubkey).toBeDefined();
    expect(simulator.chromiumArgs()[1]).toMatch(/^--ignore-certificate-errors-spki-list=[\w+/]{43}=$/);
  });

  it('breaks off or refuses where it is told to', async () => {
    simulator.configure({ network: { pages: 'reset', sockets: 'refuse' } });
    const asking = request({ host: '127.0.0.1', port: simulator.port, rejectUnauthorized: false }).end();
    await expect(once(asking, 'response')).rejects.toThrow('socket hang up');
    const page = await openBarePage(simulator);
    await expect(page.closed).resolves.toBe(true);
    expect(page.heard).toEqual([]);
  });

  it('serves a page script that any browser can run', () => {
    const script = bundle('page/main');
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toContain('__name');
    expect(script).not.toMatch(/\brequire\(/);
  });
});
