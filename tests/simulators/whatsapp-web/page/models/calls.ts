import type { WireCall } from '../../protocol/message';
import { Emitter } from '../core/emitter';
import { createWid } from '../core/ids';
import type { Wid } from '../core/ids';

interface CallRow {
  id: string;
  peerJid: Wid;
  isVideo: boolean;
  isGroup: boolean;
  offerTime: number;
  outgoing: boolean;
  canHandleLocally: boolean;
  webClientShouldHandle: boolean;
  participants: never[];
}

/** The library finds the one Map among its properties and listens to what is set in it. */
export type CallCollection = Emitter & { _map: Map<string, CallRow> };

export const createCalls = (): CallCollection =>
  Object.assign(new Emitter(), { _map: new Map<string, CallRow>() });

export const ring = (calls: CallCollection, { id, peer, isVideo, isGroup, at }: WireCall): void => {
  calls._map.set(id, {
    id,
    peerJid: createWid(peer),
    isVideo,
    isGroup,
    offerTime: at,
    outgoing: false,
    canHandleLocally: false,
    webClientShouldHandle: false,
    participants: [],
  });
};
