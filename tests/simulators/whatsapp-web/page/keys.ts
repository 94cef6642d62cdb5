import { randomBytes, toBase64 } from './core/bytes';

/** The public halves that a QR code carries, made anew for each document. */
export interface DeviceKeys {
  readonly noise: Uint8Array;
  readonly identity: Uint8Array;
  readonly advSecret: string;
}

export const createKeys = (): DeviceKeys => ({
  noise: randomBytes(32),
  identity: randomBytes(32),
  advSecret: toBase64(randomBytes(32)),
});
