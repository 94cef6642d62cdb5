import { io } from 'socket.io-client';
import { backendAddress } from '../parts/backend-address';
import type { HintSocket } from './live-socket';

/** The socket of hints, not connected yet. `token` is asked at each attempt: an old one may have been renewed. */
export const openSocket = (token: () => string | null): HintSocket =>
  io(new URL(backendAddress(), window.location.origin).origin, {
    path: '/whatsapp/socket',
    auth: (answer) => answer({ token: token() }),
    autoConnect: false,
    // One connection stays at one process; requests of polling would each go to another behind a plain balancer.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
  });
