import type { OpenLine } from './line';
import { connectOnce } from './redis-client';

/** Redis' publish and subscribe: a connection to speak, and one to hear, which can do nothing else. */
export const redisLine =
  (url: string, channel: string): OpenLine =>
  async ({ onText, onClosed }) => {
    const hearing = await connectOnce(url);
    try {
      const speaking = await connectOnce(url);
      const close = (): Promise<void> => {
        speaking.disconnect();
        hearing.disconnect();
        return Promise.resolve();
      };
      for (const client of [hearing, speaking])
        client.on('end', () => {
          onClosed('the connection ended');
          void close();
        });
      hearing.on('message', (_channel, text) => onText(text));
      await hearing.subscribe(channel);
      return {
        async send(text) {
          await speaking.publish(channel, text);
        },
        close,
      };
    } catch (error) {
      hearing.disconnect();
      throw error;
    }
  };
