import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileToSend } from '../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { OpenFile } from '../adapters/adapter';
import type { Clock } from '../kit/clock';
import { filesFolder } from './files-folder';

/** A file whose message did not come for it within this will not be sent from here any more. */
const KEPT_MS = 60 * 60_000;
const TICKET = /^[a-z0-9]{1,64}$/;
const UNFINISHED = '.part';

const sizeOf = async (file: string): Promise<number | null> => {
  const found = await stat(file).catch(() => null); // not there: that is the answer
  return found?.isFile() ? found.size : null;
};

/** Files on their way from the plugin to a page: of each session one at a time, in a folder of its own. */
export const createOutgoingFiles = (
  folder: string,
  { openFile, clock }: { openFile: OpenFile; clock: Clock },
) => {
  const lanes = new Map<string, Promise<unknown>>();
  const folderOf = (channelId: string): string => path.join(filesFolder(folder), 'outgoing', channelId);

  const pathOf = (channelId: string, ticket: string): string => {
    if (!TICKET.test(ticket)) throw new WhatsAppError('invalid', 'This is no file to send');
    return path.join(folderOf(channelId), ticket);
  };

  const dropOld = async (channelId: string): Promise<void> => {
    for (const name of await readdir(folderOf(channelId))) {
      const file = path.join(folderOf(channelId), name);
      const found = await stat(file).catch(() => null); // somebody else was quicker
      if (found && clock.now() - found.mtimeMs > KEPT_MS) await rm(file, { force: true });
    }
  };

  const write = async (channelId: string, file: FileToSend): Promise<void> => {
    const target = pathOf(channelId, file.id);
    if ((await sizeOf(target)) === file.sizeBytes) return;
    await mkdir(folderOf(channelId), { recursive: true, mode: 0o700 });
    await dropOld(channelId);
    const unfinished = `${target}${UNFINISHED}`;
    try {
      await pipeline(await openFile(file), createWriteStream(unfinished, { mode: 0o600 }));
      await rename(unfinished, target);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  };

  return {
    /** Brings a file here, whole. What is here already is not brought again. */
    async stage(channelId: string, file: FileToSend): Promise<string> {
      const run = (lanes.get(channelId) ?? Promise.resolve()).then(() => write(channelId, file));
      lanes.set(
        channelId,
        run.catch(() => undefined),
      );
      await run;
      return file.id;
    },

    /** Where it lies. `unreachable` when it is not here (any more): it has to be brought again. */
    async find(channelId: string, ticket: string): Promise<string> {
      const file = pathOf(channelId, ticket);
      if ((await sizeOf(file)) === null)
        throw new WhatsAppError('unreachable', 'The file of this message is not at this bridge', {
          scope: 'chat',
        });
      return file;
    },

    remove: (channelId: string, ticket: string): Promise<void> =>
      rm(pathOf(channelId, ticket), { force: true }),
  };
};
