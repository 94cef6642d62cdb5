import type { WireChat, WireGroup } from '../../protocol/message';
import { Collection } from '../core/collection';
import { Model, createModel, hide } from '../core/model';
import type { ModelOf } from '../core/model';
import { createWid } from '../core/ids';
import type { MsgKey, Wid } from '../core/ids';
import type { MessageModel } from './message';

export interface ChatAttributes {
  id: Wid;
  t: number;
  unreadCount: number;
  archive: boolean;
  pin: number;
  muteExpiration: number;
  name: string;
  formattedTitle: string;
  isReadOnly: boolean;
  /** 0: the phone may still be asked for older messages. */
  endOfHistoryTransferType: number;
  labels: string[];
}

export interface GroupAttributes {
  id: Wid;
  subject: string;
  owner: Wid;
  creation: number;
  desc: string;
  announce: boolean;
  isLidAddressingMode: boolean;
  participants: { id: Wid; isAdmin: boolean; isSuperAdmin: boolean }[];
}

const byTime = (a: MessageModel, b: MessageModel): number => a.t - b.t;

export class ChatModel extends Model<ChatAttributes> {
  declare readonly id: Wid;
  declare readonly t: number;
  declare readonly unreadCount: number;
  declare readonly archive: boolean;
  declare readonly muteExpiration: number;
  declare readonly msgs: Collection<MessageModel>;
  declare readonly groupMetadata: ModelOf<GroupAttributes> | null;
  declare readonly lastReceivedKey?: MsgKey;
  /** How far back the servers were asked. */
  declare earliest?: string;

  constructor(attributes: ChatAttributes) {
    super(attributes);
    hide(this, 'msgs', new Collection<MessageModel>({ compare: byTime }));
    hide(this, 'groupMetadata', null);
    hide(this, 'earliest', undefined);
  }

  get mute(): { expiration: number; mute: (until: { expiration: number }) => void; unmute: () => void } {
    return {
      expiration: this.muteExpiration,
      mute: ({ expiration }) => void this.set({ muteExpiration: expiration }),
      unmute: () => void this.set({ muteExpiration: 0 }),
    };
  }

  /** The real one carries all its messages; whoever serializes a chat only asks whether there are any. */
  override serialize(): Record<string, unknown> {
    return { ...super.serialize(), msgs: this.msgs.length > 0 ? [{}] : [] };
  }

  describeGroup({ id, subject, owner, createdAt, participants, isLidAddressed }: WireGroup): void {
    const attributes: GroupAttributes = {
      id: createWid(id),
      subject,
      owner: createWid(owner),
      creation: createdAt,
      desc: '',
      announce: false,
      isLidAddressingMode: isLidAddressed,
      participants: participants.map((one) => ({
        id: createWid(one.id),
        isAdmin: one.isAdmin,
        isSuperAdmin: one.id === owner,
      })),
    };
    if (this.groupMetadata) this.groupMetadata.set(attributes);
    else hide(this, 'groupMetadata', createModel(attributes));
    this.set({ name: subject, formattedTitle: subject });
  }

  keep(message: MessageModel): void {
    this.msgs.add(message, { silent: true });
    if (message.t < this.t) return;
    this.set({ t: message.t });
    hide(this, 'lastReceivedKey', message.id);
  }

  toWire(): WireChat {
    return { id: this.id._serialized, unreadCount: this.unreadCount, isArchived: this.archive };
  }
}
