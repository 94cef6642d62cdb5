import type { WireMessage } from '../../protocol/message';
import { Model, hide } from '../core/model';
import { MsgKey, createWid } from '../core/ids';
import type { Wid } from '../core/ids';

const NOTIFICATIONS = new Set([
  'gp2',
  'e2e_notification',
  'notification',
  'notification_template',
  'call_log',
]);

export interface MessageAttributes {
  id: MsgKey;
  type: string;
  t: number;
  ack?: number;
  from?: Wid;
  to?: Wid;
  author?: Wid;
  body?: string | null;
  caption?: string | null;
  directPath?: string;
  filehash?: string;
  isNewMsg?: boolean;
  [more: string]: unknown;
}

export interface MediaState {
  mediaStage: string;
  type: string;
}

export class MessageModel extends Model<MessageAttributes> {
  declare readonly id: MsgKey;
  declare readonly type: string;
  declare readonly t: number;
  declare readonly ack?: number;
  declare readonly from?: Wid;
  declare readonly body?: string | null;
  declare readonly caption?: string | null;
  declare readonly directPath?: string;
  declare readonly filehash?: string;
  declare readonly mediaData?: MediaState;

  constructor(attributes: MessageAttributes) {
    super(attributes);
    const { directPath, filehash, type, id } = attributes;
    if (!directPath) return;
    // What this device sent it has; what others sent it would have to fetch.
    hide(this, 'mediaData', { mediaStage: id.fromMe ? 'RESOLVED' : 'INIT', type });
    hide(this, 'mediaObject', { filehash });
  }

  get isNotification(): boolean {
    return NOTIFICATIONS.has(this.type);
  }
  get isEphemeral(): boolean {
    return false;
  }
  get isStatusV3(): boolean {
    return this.id.remote.isStatus();
  }
  unsafe(): this {
    return this;
  }
  canReply(): boolean {
    return true;
  }
  msgContextInfo(): Record<string, unknown> {
    return {
      quotedMsg: { type: this.type, body: this.body, caption: this.caption },
      quotedStanzaID: this.id.id,
      quotedParticipant: this.id.participant ?? this.from,
    };
  }

  /** Finds out whether the file can still be had. */
  async downloadMedia(): Promise<void> {
    if (!this.mediaData || !this.directPath) return;
    this.mediaData.mediaStage = 'FETCHING';
    const { ok, status } = await fetch(this.directPath, { method: 'HEAD' });
    const failure = status === 404 || status === 410 ? 'ERROR_MISSING' : 'ERROR_UNKNOWN';
    this.mediaData.mediaStage = ok ? 'RESOLVED' : failure;
  }
}

const widOf = (value: unknown): Wid | undefined =>
  value === undefined || value === null ? undefined : createWid(value);

export const fromWire = (wire: WireMessage, isNewMsg: boolean): MessageModel => {
  const { ser: _ser, chat, id, fromMe, participant, from, to, author, ...rest } = wire;
  return new MessageModel({
    isForwarded: false,
    mentionedJidList: [],
    star: false,
    viewed: false,
    ...rest,
    id: new MsgKey({ fromMe, remote: chat, id, participant }),
    from: widOf(from),
    to: widOf(to),
    author: widOf(author),
    isNewMsg,
  });
};

const PAGE_ONLY = new Set(['mediaBlob', 'renderableUrl', 'preview', 'isNewMsg', 'local', 'viewed', 'self']);

const sendable = (name: string, value: unknown): unknown => {
  if (PAGE_ONLY.has(name) || value instanceof Blob) return undefined;
  return value instanceof Uint8Array ? Array.from(value) : value;
};

export const toWire = (message: MessageModel): WireMessage => {
  const copy = JSON.parse(JSON.stringify(message.serialize(), sendable)) as Record<string, unknown>;
  const { id } = message;
  const serialized = (name: string): string | undefined => widOf(Reflect.get(message, name))?.toString();
  return {
    ...copy,
    ser: id._serialized,
    id: id.id,
    fromMe: id.fromMe,
    chat: id.remote._serialized,
    participant: id.participant?._serialized,
    from: serialized('from') ?? '',
    to: serialized('to') ?? '',
    author: serialized('author'),
    t: message.t,
    type: message.type,
  };
};
