import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MEDIA_MAX_BYTES } from '../../../contracts/media';
import { assertPrivate } from './folder';
import { createStorage } from './storage';

const COMPANY = 'c'.repeat(24);
const THING = 't'.repeat(24);

async function* chunksOf(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}
async function* brokenOff(): AsyncGenerator<Buffer> {
  yield Buffer.from('half of it');
  throw new Error('the line is cut');
}
async function* endless(): AsyncGenerator<Buffer> {
  for (;;) yield Buffer.alloc(16 * 1024 * 1024);
}

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the folder of the files', () => {
  const incoming = (): string[] => readdirSync(path.join(root, '.incoming'));
  const open = async () => {
    const storage = createStorage(root);
    await storage.prepare();
    return storage;
  };

  it('keeps what came under a name of chance', async () => {
    const storage = await open();
    const received = await storage.receive(chunksOf('one ', 'two'), THING, 1);
    expect(received.sizeBytes).toBe(7);
    const key = await storage.keep(received, COMPANY);
    expect(readFileSync(storage.pathOf(COMPANY, key), 'utf8')).toBe('one two');
    expect(incoming()).toEqual([]);
    const again = await storage.keep(await storage.receive(chunksOf('one two'), THING, 2), COMPANY);
    expect(again).not.toBe(key);
  });

  it('keeps nothing of what broke off', async () => {
    const storage = await open();
    await expect(storage.receive(brokenOff(), THING, 1)).rejects.toThrow('cut');
    expect(incoming()).toEqual([]);
  });

  it('stops at what WhatsApp allows', async () => {
    const storage = await open();
    await expect(storage.receive(endless(), THING, 1)).rejects.toMatchObject({ kind: 'rejected' });
    expect(incoming()).toEqual([]);
    expect(MEDIA_MAX_BYTES).toBe(104_857_600);
  });

  it('clears away what an earlier try of the same file left', async () => {
    const storage = await open();
    writeFileSync(path.join(root, '.incoming', `${THING}.1`), 'left by a process that died');
    writeFileSync(path.join(root, '.incoming', `${'u'.repeat(24)}.1`), 'another file on its way');
    await storage.receive(chunksOf('x'), THING, 2);
    expect(incoming().sort()).toEqual([`${THING}.2`, `${'u'.repeat(24)}.1`]);
  });

  it('sweeps leftovers that nobody writes to any more', async () => {
    const storage = await open();
    writeFileSync(path.join(root, '.incoming', 'old'), '');
    writeFileSync(path.join(root, '.incoming', 'fresh'), '');
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(path.join(root, '.incoming', 'old'), hourAgo, hourAgo);
    expect(await storage.sweepIncoming(60_000, new Date())).toBe(1);
    expect(incoming()).toEqual(['fresh']);
  });

  it.each(['..', '../x', '', 'C'.repeat(24), `${'c'.repeat(23)}/`, `${'c'.repeat(24)}\0`])(
    'has no company %j',
    (company) => {
      expect(() => createStorage(root).pathOf(company, '0'.repeat(64))).toThrow('no name');
    },
  );

  it.each(['..', '../../x', '', '0'.repeat(63), `${'0'.repeat(64)}.html`, `${'0'.repeat(60)}/../`])(
    'has no file %j',
    (key) => {
      expect(() => createStorage(root).pathOf(COMPANY, key)).toThrow('no name');
    },
  );

  it('sees as companies and files only what is named like them', async () => {
    const storage = await open();
    const key = await storage.keep(await storage.receive(chunksOf('x'), THING, 1), COMPANY);
    mkdirSync(path.join(root, 'lost+found'));
    writeFileSync(path.join(root, COMPANY, 'notes.txt'), 'not ours');
    expect(await storage.companies()).toEqual([COMPANY]);
    expect(await storage.keysOlderThan(COMPANY, 0, new Date(Date.now() + 1_000))).toEqual([key]);
    expect(await storage.keysOlderThan(COMPANY, 60_000, new Date())).toEqual([]);
  });
});

describe('the place of the folder', () => {
  const dirs = () => ({ public: path.join(root, 'public'), build: path.join(root, 'dist') });

  it.each(['public', 'public/media', 'public/uploads/a/b', 'data/../public/x', '.', 'dist/media'])(
    'is not %s',
    (folder) => {
      expect(() => assertPrivate(path.resolve(root, folder), dirs())).toThrow('WHATSAPP_MEDIA_FOLDER');
    },
  );

  it.each(['data/media', 'publicity', 'public-files', '../elsewhere'])('may be %s', (folder) => {
    expect(() => assertPrivate(path.resolve(root, folder), dirs())).not.toThrow();
  });

  it('is not public by way of a link', () => {
    mkdirSync(path.join(root, 'public'));
    symlinkSync(path.join(root, 'public'), path.join(root, 'innocent'));
    expect(() => assertPrivate(path.join(root, 'innocent/media'), dirs())).toThrow('anybody');
  });
});
