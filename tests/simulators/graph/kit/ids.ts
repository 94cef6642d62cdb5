import { randomBytes, randomInt } from 'node:crypto';

/**
 * Ids are never drawn from the seed: a simulator that was restarted must not give out ids that it gave out before,
 * or the receiver would rightly take new messages for old ones.
 */
export const digits = (length: number): string =>
  Array.from({ length }, (_, index) => String(index === 0 ? randomInt(1, 10) : randomInt(0, 10))).join('');

const OUTBOUND = 0x11;
const INBOUND = 0x12;

const wamid = (address: string, direction: number, unique: string): string => {
  const text = (value: string): Buffer =>
    Buffer.concat([Buffer.from([0x18, value.length]), Buffer.from(value, 'latin1')]);
  const bytes = [
    Buffer.from([0x1c]),
    text(address),
    Buffer.from([0x15, 0x02, 0x00, direction]),
    text(unique),
    Buffer.from([0]),
  ];
  return `wamid.${Buffer.concat(bytes).toString('base64')}`;
};

/** The id of a message from a company: like Meta's, it carries the customer's address. */
export const outboundWamid = (address: string): string =>
  wamid(address, OUTBOUND, randomBytes(9).toString('hex').toUpperCase());

/** The id of a message from a customer. */
export const inboundWamid = (address: string): string =>
  wamid(address, INBOUND, `3A${randomBytes(9).toString('hex').toUpperCase()}`);

export const isWamid = (value: string): boolean => /^wamid\.[A-Za-z0-9+/_-]{8,}={0,2}$/.test(value);

/** Whether an id that this process does not know may have been a customer's message of an earlier one. */
export const looksInbound = (value: string): boolean => {
  const bytes = Buffer.from(value.slice('wamid.'.length), 'base64');
  return isWamid(value) && bytes[(bytes[2] ?? 0) + 6] === INBOUND;
};

export const traceId = (): string => `A${randomBytes(17).toString('base64url')}`;

export const accessTokenValue = (): string =>
  `EAAG${randomBytes(60).toString('base64url').replace(/[-_]/g, 'Z')}`;
