import { randomBytes, toHex } from './bytes';

const WID = /^[^@\s]+@(c\.us|g\.us|lid|broadcast|newsletter)$/;

/** Who or where: a person by phone or by LID, a group, a broadcast. */
export class Wid {
  readonly user: string;
  readonly server: string;
  readonly _serialized: string;

  constructor(serialized: string) {
    const at = serialized.lastIndexOf('@');
    this.user = serialized.slice(0, at);
    this.server = serialized.slice(at + 1);
    this._serialized = serialized;
  }

  isLid(): boolean {
    return this.server === 'lid';
  }
  isGroup(): boolean {
    return this.server === 'g.us';
  }
  isUser(): boolean {
    return this.server === 'c.us' || this.isLid();
  }
  isNewsletter(): boolean {
    return this.server === 'newsletter';
  }
  isBroadcast(): boolean {
    return this.server === 'broadcast';
  }
  isStatus(): boolean {
    return this._serialized === 'status@broadcast';
  }
  equals(other: unknown): boolean {
    return String(other) === this._serialized;
  }
  toJid(): string {
    return this._serialized.replace('@c.us', '@s.whatsapp.net');
  }
  toString(): string {
    return this._serialized;
  }
}

const serializedOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, '_serialized') : value;

/** Takes a string or anything like a Wid, as the real one does; throws for what is none. */
export const createWid = (value: unknown): Wid => {
  if (value instanceof Wid) return value;
  const given = serializedOf(value);
  const serialized = typeof given === 'string' ? given.replace('@s.whatsapp.net', '@c.us') : '';
  if (!WID.test(serialized)) throw new Error(`wid error: invalid wid ${String(given)}`);
  return new Wid(serialized);
};

export interface MsgKeyParts {
  id: string;
  from?: unknown;
  to?: unknown;
  remote?: unknown;
  participant?: unknown;
  fromMe?: boolean;
  selfDir?: string;
}

/** The id of a message: which side, which chat, which message, in groups also whose. */
export class MsgKey {
  readonly fromMe: boolean;
  readonly remote: Wid;
  readonly id: string;
  readonly participant?: Wid;
  readonly _serialized: string;

  constructor({ id, from, to, remote, participant, fromMe, selfDir }: MsgKeyParts) {
    this.fromMe = fromMe ?? selfDir === 'out';
    this.remote = createWid(remote ?? (this.fromMe ? to : from));
    this.id = id;
    if (participant !== undefined && participant !== null) this.participant = createWid(participant);
    const whose = this.participant ? `_${this.participant._serialized}` : '';
    this._serialized = `${this.fromMe}_${this.remote._serialized}_${id}${whose}`;
  }

  toString(): string {
    return this._serialized;
  }

  static async newId(): Promise<string> {
    return `3EB0${toHex(randomBytes(9))}`;
  }

  static fromString(serialized: string): MsgKey {
    const [fromMe, remote, id, participant] = serialized.split('_');
    if (!remote || !id) throw new Error(`MsgKey: invalid ${serialized}`);
    return new MsgKey({ fromMe: fromMe === 'true', remote, id, participant });
  }
}
