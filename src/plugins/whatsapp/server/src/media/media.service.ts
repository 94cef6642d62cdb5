import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { readFile, stat } from 'node:fs/promises';
import { WhatsAppError } from '../../../contracts/errors';
import { UploadedFile, type MediaAddress } from '../../../contracts/media';
import type { PluginConfig } from '../config';
import { getService } from '../get-service';
import { addMs, clock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import type { Lanes } from '../kit/lanes';
import { isDocumentId } from '../kit/ids';
import { asTenants } from '../kit/scope';
import {
  askForFile,
  changeTenant,
  findMediaFile,
  findTenant,
  insertUpload,
  touchMessage,
  type MediaFileRow,
  type MessageView,
} from '../store';
import { derivedKey, type ActingMember } from '../tenancy';
import { readAddress, signAddress } from './address-token';
import { startFetcher } from './fetcher';
import { assertPrivate, isOurFolder } from './folder';
import { presentMedia } from './media.presenter';
import { createStorage, type Storage } from './storage';
import { typeToSend } from './file-type';
import { sweepFiles, sweepUploads } from './sweep';
import { receiveUpload } from './upload';

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

async function* asChunks(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** One answer for whatever is no address: forged, run out, of a file or a company that is gone. */
const noSuchFile = (): WhatsAppError => new WhatsAppError('not-found', 'File not found');

/** The files of messages. */
export const media = ({ strapi }: StrapiContext) => {
  let fetcher: Lanes | null = null;
  let opened: { storage: Storage; isOurs: boolean } | null = null;
  let sweeping: Promise<number> | null = null;

  const folder = (): string => {
    const { mediaFolder } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    return path.resolve(strapi.dirs.app.root, mediaFolder);
  };
  const storage = (): Storage => {
    if (!opened) throw new Error('The folder of the files is not open');
    return opened.storage;
  };
  /** Where the bytes of a row are; null when they are not there as they were. */
  const bytesOf = async (row: MediaFileRow): Promise<{ path: string; sizeBytes: number } | null> => {
    if (row.state !== 'ready' || row.storageKey === null) return null;
    const file = storage().pathOf(row.tenantDocumentId, row.storageKey);
    const found = await stat(file).catch(() => null); // told below, and by whoever asked
    if (found?.isFile() && found.size === row.sizeBytes) return { path: file, sizeBytes: found.size };
    strapi.log.error(`[whatsapp] The bytes of file ${row.documentId} are not in the folder as they were`);
    return null;
  };
  const key = (): Buffer => derivedKey(strapi, 'media address');

  const sweepAll = async (): Promise<number> => {
    const unsent = await sweepUploads(strapi, storage());
    if (unsent > 0) strapi.log.info(`[whatsapp] ${unsent} uploaded files that nobody has sent were removed`);
    const unknown = await sweepFiles(strapi, storage(), opened?.isOurs ?? false);
    if (unknown > 0) strapi.log.info(`[whatsapp] ${unknown} files of no message were removed`);
    return unsent + unknown;
  };

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
      const bytes = row && (await bytesOf(row));
      if (!row || !bytes) throw noSuchFile();
      return { row, ...bytes, expiresAt };
    },

    /**
     * Keeps the file of a form for this company, until a message takes it or the day is over. On the disk when it resolves;
     * `invalid` for whatever is wrong with the form or too large.
     */
    async takeUpload(
      { tenantId }: ActingMember,
      form: AsyncIterable<Buffer>,
      contentType: string,
    ): Promise<UploadedFile> {
      const company = await findTenant(strapi, { id: tenantId });
      if (!company) throw new WhatsAppError('not-found', 'Company not found');
      const { received, fileName } = await receiveUpload(storage(), form, contentType);
      const mimeType = await typeToSend(received.path, fileName);
      const storageKey = await storage().keep(received, company.documentId);
      const { sizeBytes, digest } = received;
      const upload = { tenantId, mimeType, fileName, sizeBytes, digest, storageKey };
      // Where this fails the bytes are of no row: the daily sweep finds them.
      const id = await insertUpload(strapi, upload, clock.now());
      return UploadedFile.parse({ id, mimeType, fileName, sizeBytes });
    },

    /** The bytes of a file that a message of any company sends: for the bridge. */
    async openToSend(documentId: string): Promise<{ path: string; sizeBytes: number; digest: string }> {
      const row = isDocumentId(documentId)
        ? await findMediaFile(strapi, { 'f.document_id': documentId })
        : null;
      const bytes = row && (await bytesOf(row));
      if (!row?.digest || !bytes) throw noSuchFile();
      return { ...bytes, digest: row.digest };
    },

    /** Removes what no row knows and what nobody has sent for a day, and says how many files that were. One at a time. */
    sweep(): Promise<number> {
      sweeping ??= sweepAll().finally(() => {
        sweeping = null;
      });
      return sweeping;
    },

    /** Keeps bytes that are no message's file, durably. Gives their name, which a row must know or they are swept away. */
    async keepBytes(company: string, thing: string, bytes: Buffer): Promise<string> {
      const received = await storage().receive(asChunks(bytes), `${thing}.${randomUUID()}`, 0);
      return storage().keep(received, company);
    },
    readBytes: (company: string, key: string): Promise<Buffer> => readFile(storage().pathOf(company, key)),
    removeBytes: (company: string, key: string): Promise<void> => storage().remove(company, key),

    /** The company is gone, and its files with it. */
    removeCompany: (documentId: string): Promise<void> => storage().removeCompany(documentId),
  };
};
