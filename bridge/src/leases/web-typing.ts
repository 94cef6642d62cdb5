import type { WebTyping } from '../../../src/plugins/whatsapp/contracts/web-session';
import type { PluginClient } from '../plugin/plugin-client';

const DEADLINE_MS = 3_000;
/** Of all channels. What is more than that is not told: it may not take the way of what must arrive. */
const AT_ONCE = 4;

/** Tells the plugin who writes. Once: what does not arrive is over before it could be told again. */
export const createTypingTeller = (plugin: PluginClient): ((typing: WebTyping) => void) => {
  let running = 0;
  return (typing) => {
    if (running >= AT_ONCE) return;
    running += 1;
    plugin
      .request({
        method: 'POST',
        path: '/web-typing',
        body: Buffer.from(JSON.stringify(typing)),
        deadlineMs: DEADLINE_MS,
      })
      .catch(() => undefined)
      .finally(() => (running -= 1));
  };
};
