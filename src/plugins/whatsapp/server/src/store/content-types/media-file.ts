import { belongsTo, CHANNEL, defineContentType, MESSAGE, TENANT } from './define';

/**
 * The file of a message. While it waits to be fetched from WhatsApp, `dueAt` says when somebody must look at it again, as
 * in the outbox; afterwards it is null.
 */
export const mediaFile = defineContentType({
  singular: 'media-file',
  plural: 'media-files',
  displayName: 'Media file',
  attributes: {
    tenant: belongsTo(TENANT),
    channel: belongsTo(CHANNEL),
    message: belongsTo(MESSAGE),
    /** WhatsApp's own id of the file. */
    mediaId: { type: 'string', required: true },
    state: {
      type: 'enumeration',
      enum: ['waiting', 'ready', 'too-large', 'lost'],
      required: true,
      default: 'waiting',
    },
    reason: { type: 'text' },
    mimeType: { type: 'string' },
    fileName: { type: 'string' },
    sizeBytes: { type: 'biginteger' },
    /** SHA-256 in lower-case hex. */
    digest: { type: 'string' },
    /** Random; where the bytes are under the configured folder. */
    storageKey: { type: 'string', private: true },
    attempts: { type: 'integer', required: true, default: 0 },
    dueAt: { type: 'datetime' },
    /** When a person asked for what is not fetched by itself. */
    askedAt: { type: 'datetime' },
  },
  indexes: [
    { columns: ['message_id'], unique: true },
    { columns: ['storage_key'], unique: true },
  ],
});
