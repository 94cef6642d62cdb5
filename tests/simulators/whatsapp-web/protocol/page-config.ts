import { z } from 'zod';

const ms = z.number().int().nonnegative();

/** How the next page misbehaves. */
export const PageFaults = z.strictObject({
  /** Modules that are no longer there: "WhatsApp changed last night". */
  missing: z.array(z.string()).optional(),
  /** `window.Debug` never comes: another page, or one that did not load. */
  noDebug: z.boolean().optional(),
  /** Connected, but `hasSynced` stays false. */
  neverSyncs: z.boolean().optional(),
  /** The progress stops at this percentage, and nothing follows. */
  stuckAt: z.number().optional(),
  /** Has synced before `window.require` is there: the listener comes too late. */
  syncsBeforeModules: z.boolean().optional(),
  /** What broke every send in spring: marking a chat as read throws. */
  brokenSeen: z.boolean().optional(),
  /** Busy for ever this long after the start. */
  freezesAfterMs: ms.optional(),
  /** Reloads itself this long after it was connected, once per document. */
  reloadsAfterMs: ms.optional(),
});

/** How pages that load from now on behave. */
export const PageConfig = z.strictObject({
  /** The library compares with it. */
  version: z.string(),
  /** Before anything happens at all. */
  bootDelayMs: ms,
  /** From the modules to the socket. */
  connectDelayMs: ms,
  /** From connected to synced. 0: at once, before anybody can listen. */
  syncDelayMs: ms,
  /** What waited comes before or after "synced": the library is deaf until then. */
  offline: z.enum(['before-sync', 'after-sync']),
  reconnectMs: ms,
  logoutNavigationMs: ms,
  faults: PageFaults,
});
export type PageConfig = z.infer<typeof PageConfig>;

export const DEFAULT_PAGE_CONFIG: PageConfig = {
  version: '2.3000.1040000001',
  bootDelayMs: 0,
  connectDelayMs: 150,
  syncDelayMs: 300,
  offline: 'before-sync',
  reconnectMs: 500,
  logoutNavigationMs: 100,
  faults: {},
};
