import type { Socket } from 'socket.io';

/* Rooms are joined by the server only, after it has looked: no event of a client names one. */

const CHANNEL = 'channel:';

export const tenantRoom = (tenantId: number): string => `tenant:${tenantId}`;

/** By the channel's `documentId`, which no two companies share. */
export const channelRoom = (channelId: string): string => `${CHANNEL}${channelId}`;

export const channelRoomsOf = (socket: Socket): string[] =>
  [...socket.rooms].filter((room) => room.startsWith(CHANNEL));
