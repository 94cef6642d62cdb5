import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create } from 'tar';
import { systemClock as clock } from '../kit/clock';
import { copyLogin, dropCopies, listCopies, restoreLogin } from './login-copy';

const NOTE = { linkedAt: 1_000, heardAt: 2_000 };

describe('the copy of a login', () => {
  let folder: string;
  let profile: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'login-copy-'));
    profile = path.join(folder, 'session-shop');
    mkdirSync(path.join(profile, 'Default/IndexedDB/leveldb'), { recursive: true });
    mkdirSync(path.join(profile, 'Default/Local Storage'), { recursive: true });
    mkdirSync(path.join(profile, 'Default/Cache'), { recursive: true });
    writeFileSync(path.join(profile, 'Default/IndexedDB/leveldb/000001.log'), 'keys');
    writeFileSync(path.join(profile, 'Default/Local Storage/local'), 'settings');
    writeFileSync(path.join(profile, 'Default/Cache/big'), 'pictures');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const copy = (fence = 3) => copyLogin({ folder, channelId: 'shop', fence, profile, note: NOTE, clock });
  const archiveOf = async () => readFile((await listCopies(folder))[0]?.file ?? '');
  /** What somebody else has packed. */
  const pack = async (entries: string[]): Promise<Buffer> => {
    const file = path.join(folder, 'other.tgz');
    await create({ gzip: true, cwd: profile, file }, entries);
    return readFile(file);
  };

  it('brings back the login, what was remembered of it, and nothing else', async () => {
    expect(await copy()).toBe(true);
    const target = path.join(folder, 'session-elsewhere');
    mkdirSync(path.join(target, 'Default/IndexedDB'), { recursive: true });
    writeFileSync(path.join(target, 'Default/IndexedDB/stale'), 'older');
    expect(await restoreLogin(await archiveOf(), target)).toEqual(NOTE);
    expect(readFileSync(path.join(target, 'Default/IndexedDB/leveldb/000001.log'), 'utf8')).toBe('keys');
    expect(readFileSync(path.join(target, 'Default/Local Storage/local'), 'utf8')).toBe('settings');
    expect([
      existsSync(path.join(target, 'Default/Cache')),
      existsSync(path.join(target, 'Default/IndexedDB/stale')),
    ]).toEqual([false, false]);
  });

  it('is one for each session, the newest, until it is dropped', async () => {
    await copy(3);
    await copy(4);
    expect(await listCopies(folder)).toMatchObject([{ channelId: 'shop', fence: 4 }]);
    await dropCopies(folder, 'shop');
    expect(await listCopies(folder)).toEqual([]);
  });

  it('is none where there is no login', async () => {
    rmSync(path.join(profile, 'Default'), { recursive: true });
    expect(await copy()).toBe(false);
    expect(await listCopies(folder)).toEqual([]);
  });

  it('is refused where it is none, and the login that was there stays', async () => {
    await expect(restoreLogin(Buffer.from('not a copy'), profile)).rejects.toThrow();
    await expect(restoreLogin(await pack(['Default/IndexedDB']), profile)).rejects.toThrow();
    expect(readFileSync(path.join(profile, 'Default/IndexedDB/leveldb/000001.log'), 'utf8')).toBe('keys');
  });

  it('takes no link along, and nothing that is not of a login', async () => {
    writeFileSync(path.join(profile, 'login.json'), JSON.stringify(NOTE));
    symlinkSync('/etc', path.join(profile, 'Default/IndexedDB/way-out'));
    const archive = await pack(['login.json', 'Default']);
    const target = path.join(folder, 'session-elsewhere');
    await restoreLogin(archive, target);
    expect(
      ['Default/IndexedDB/way-out', 'Default/Cache'].map((name) => existsSync(path.join(target, name))),
    ).toEqual([false, false]);
  });
});
