import { belongsTo, CHANNEL, defineContentType, TENANT } from './define';

/**
 * The WhatsApp Web session of a channel: what people want of it, how it is, and which bridge has it. A bridge has it while
 * `leaseUntil` is ahead; `fence` grows whenever it goes to one.
 */
export const webSession = defineContentType({
  singular: 'web-session',
  plural: 'web-sessions',
  displayName: 'Web session',
  attributes: {
    tenant: belongsTo(TENANT),
    channel: belongsTo(CHANNEL),
    wish: {
      type: 'enumeration',
      enum: ['running', 'stopped', 'unlinked'],
      required: true,
      default: 'stopped',
    },
    restarts: { type: 'integer', required: true, default: 0 },
    takesGroups: { type: 'boolean', required: true, default: false },
    /** To how many people who never wrote it may write within 24 hours; null = as many as the installation says. */
    newContactsPerDay: { type: 'integer' },
    state: {
      type: 'enumeration',
      enum: [
        'stopped',
        'starting',
        'scan-code',
        'pairing',
        'syncing',
        'online',
        'degraded',
        'reconnecting',
        'conflict',
        'unlinked',
        'failed',
      ],
      required: true,
      default: 'stopped',
    },
    stateReason: { type: 'text' },
    stateAt: { type: 'datetime' },
    nextTryAt: { type: 'datetime' },
    /** When the code to scan changed; the code itself is in no database. */
    codeAt: { type: 'datetime' },
    importedPercent: { type: 'integer' },
    phoneNumber: { type: 'string' },
    profileName: { type: 'string' },
    /** Who has, or had last, the login on its disk. */
    bridgeId: { type: 'string', private: true },
    bridgeUrl: { type: 'string', private: true },
    fence: { type: 'integer', required: true, default: 0 },
    leaseUntil: { type: 'datetime' },
    /** The copy of the login: its name in the folder of files, where it lies encrypted. */
    backupKey: { type: 'string', private: true },
    /** Of the lease under which it was made. */
    backupFence: { type: 'integer' },
    backupAt: { type: 'datetime' },
  },
  indexes: [
    { columns: ['channel_id'], unique: true },
    { columns: ['bridge_id'] },
    { columns: ['backup_key'], unique: true },
  ],
});
