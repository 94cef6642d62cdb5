import path from 'node:path';
import { stat } from 'node:fs/promises';
import { WhatsAppError } from '../../../contracts/errors';
import type { MediaAddress } from '../../../contracts/media';
import type { PluginConfig } from '../config';
import { getService } from '../get-service';
import { addMs, clock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import type { Lanes } from '../kit/lanes';
import { asTenants } from '../kit/scope';
import {
  askForFile,
  changeTenant,
  findMediaFile,
  touchMessage,
  type MediaFileRow,
  type MessageView,
} from '../store';
import { derivedKey } from '../tenancy';
import { readAddress, signAddress } from './address-token';
import { startFetcher } from './fetcher';
import { assertPrivate, isOurFolder } from './folder';
import { presentMedia } from './media.presenter';
import { createStorage, type Storage } from './storage';
import { sweepFiles } from './sweep';

const ADDRESS_LIVES_MS = 300_000;
/** What nobody has written to for so long, nobody writes any more. */
const LEFTOVER_AGE_MS = 120_000;

/** Below it, an address of a file. */
const FILES = '/api/whatsapp/files';

export interface OpenFile {
  row: MediaFileRow;
  path: string;
  sizeBytes: number;
  expiresAt: Date;
}

/** One answer for whatever is no address: forged, run out, of a file or a company that is gone. */
const noSuchFile = (): WhatsAppError => new WhatsAppError('not-found', 'File not found');

/** The files of messages. */
export const media = ({ strapi }: StrapiContext) => {
  let fetcher: Lanes | null = null;
  let opened: { storage: Storage; isOurs: boolean } | null = null;

  const folder = (): string => {
    const { mediaFolder } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    return path.resolve(strapi.dirs.app.root, mediaFolder);
  };
  const storage = (): Storage => {
    if (!opened) throw new Error('The folder of the files is not open');
    return opened.storage;
  };
  const key = (): Buffer => derivedKey(strapi, 'media address');

  const fileOf = async ({ id, tenantId }: MessageView): Promise<MediaFileRow> => {
    const row = await findMediaFile(strapi, { 'f.tenant_id': tenantId, 'f.message_id': id });
    if (!row) throw new WhatsAppError('not-found', 'This message has no file');
    return row;
  };

  /** Where the file of a message is, for somebody who may read the message. */
  const addressOf = async (message: MessageView): Promise<MediaAddress> => {
    const row = await fileOf(message);
    const expiresAt = addMs(clock.now(), ADDRESS_LIVES_MS);
    const token = signAddress(key(), { fileId: row.documentId, tenantId: message.tenantId, expiresAt });
    return presentMedia(row, { url: `${FILES}/${token}`, expiresAt });
  };

  return {
    /** Fails when files would lie where anybody could read them. */
    async start(): Promise<void> {
      const root = folder();
      assertPrivate(root, { public: strapi.dirs.static.public, build: strapi.dirs.dist.src });
      const isOurs = await isOurFolder(strapi, root);
      if (!isOurs) {
        strapi.log.warn(
          `[whatsapp] ${root} was begun by an installation with another database. Its files are left alone: give each ` +
            'installation a folder of its own (WHATSAPP_MEDIA_FOLDER).',
        );
      }
      opened = { storage: createStorage(root), isOurs };
      await storage().prepare();
      await storage().sweepIncoming(LEFTOVER_AGE_MS, clock.now());
      fetcher = startFetcher(strapi, storage());
    },

    /** Breaks off what is on its way: it is fetched anew. */
    async stop(): Promise<void> {
      await fetcher?.stop();
      fetcher = null;
    },

    wake(): void {
      fetcher?.wake();
    },

    addressOf,

    /** Somebody wants what was too large to be fetched by itself. What is on its way or here stays so. */
    async fetch(message: MessageView): Promise<MediaAddress> {
      const { id, state } = await fileOf(message);
      if (state === 'lost') throw new WhatsAppError('conflict', 'WhatsApp does not have this file any more');
      const isAsked =
        state === 'too-large' &&
        (await changeTenant(strapi, message.tenantId, 1, async ({ trx, takeSeq }) => {
          const isOurs = await askForFile(trx, id);
          if (isOurs) await touchMessage(trx, message.id, takeSeq(message.tenantId));
          return isOurs;
        }));
      if (isAsked) getService(strapi, 'coordination').wake('media');
      return addressOf(message);
    },

    /** The file of a signed address. Whatever is wrong with the address, the failure is the same. */
    async open(token: string): Promise<OpenFile> {
      const address = readAddress(key(), token, clock.now());
      if (!address) throw noSuchFile();
      const { tenantId, fileId, expiresAt } = address;
      const row = await asTenants([tenantId], () =>
        findMediaFile(strapi, { 'f.tenant_id': tenantId, 'f.document_id': fileId }),
      );
      if (row?.state !== 'ready' || row.storageKey === null) throw noSuchFile();
      const file = storage().pathOf(row.tenantDocumentId, row.storageKey);
      const found = await stat(file).catch(() => null); // told below, and to the log
      if (!found?.isFile() || found.size !== row.sizeBytes) {
        strapi.log.error(`[whatsapp] The bytes of file ${row.documentId} are not in the folder as they were`);
        throw noSuchFile();
      }
      return { row, path: file, sizeBytes: found.size, expiresAt };
    },

    /** Removes what no row knows, and says how many that were. */
    async sweep(): Promise<number> {
      const count = await sweepFiles(strapi, storage(), opened?.isOurs ?? false);
      if (count > 0) strapi.log.info(`[whatsapp] ${count} files of no message were removed`);
      return count;
    },

    /** The company is gone, and its files with it. */
    removeCompany: (documentId: string): Promise<void> => storage().removeCompany(documentId),
  };
};
