import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import { fileToSend, openPicture, PICTURE } from '../../test/support/files-to-send';
import type { OpenFile } from '../adapters/adapter';
import { systemClock } from '../kit/clock';
import { createOutgoingFiles } from './outgoing-files';

describe('files on their way to a page', () => {
  let folder: string;
  let opened: string[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'outgoing-'));
    opened = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const create = (openFile: OpenFile = openPicture) =>
    createOutgoingFiles(folder, {
      openFile: (file) => {
        opened.push(file.id);
        return openFile(file);
      },
      clock: systemClock,
    });
  const filesOf = (channelId: string): string[] =>
    readdirSync(path.join(folder, 'files/outgoing', channelId));

  it('are brought whole, once, and found by their ticket until they are removed', async () => {
    const files = create();
    const ticket = await files.stage('shop', fileToSend());
    expect(await files.stage('shop', fileToSend())).toBe(ticket);
    expect(opened).toHaveLength(1);
    expect(readFileSync(await files.find('shop', ticket))).toEqual(PICTURE);
    await files.remove('shop', ticket);
    await expect(files.find('shop', ticket)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('are each session’s own', async () => {
    const files = create();
    const ticket = await files.stage('shop', fileToSend());
    await expect(files.find('office', ticket)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('leave nothing behind when they break off, and the next one comes all the same', async () => {
    const broken = async function* () {
      yield PICTURE.subarray(0, 5);
      throw new WhatsAppError('unreachable', 'It broke off');
    };
    const ways: OpenFile[] = [() => Promise.resolve(Readable.from(broken())), openPicture];
    const files = create((file) => (ways.shift() ?? openPicture)(file));
    await expect(files.stage('shop', fileToSend())).rejects.toMatchObject({ kind: 'unreachable' });
    expect(filesOf('shop')).toEqual([]);
    await files.stage('shop', fileToSend());
    expect(filesOf('shop')).toHaveLength(1);
  });

  it('that no message came for are removed after an hour', async () => {
    const files = create();
    const old = await files.find('shop', await files.stage('shop', fileToSend()));
    const before = new Date(Date.now() - 2 * 60 * 60_000);
    utimesSync(old, before, before);
    await files.stage('shop', fileToSend(PICTURE, { id: 'another' }));
    expect(existsSync(old)).toBe(false);
  });

  it.each(['../../etc/passwd', 'A', '', 'a/b'])('are none with the ticket %j', async (ticket) => {
    await expect(create().find('shop', ticket)).rejects.toMatchObject({ kind: 'invalid' });
  });
});
