/**
 * WhatsApp Web: everything that knows the library, the browser and WhatsApp's page. Gives an engine, which is one life of
 * one session, and an adapter that speaks through whoever keeps the engines. Keeps nothing alive by itself, and stores
 * nothing but the browser's own profile.
 */
export {
  ENGINE_CAPABILITIES,
  ORIGINS,
  type Account,
  type EngineCommand,
  type EngineContent,
  type EngineSignal,
  type FetchedFile,
  type HistoryLimits,
  type LineState,
  type Origin,
  type Probe,
  type SentMemory,
  type WebEngine,
} from './engine';
export { createLibraryEngine, type LibraryEngineOptions } from './library-engine';
export { groupOfProfile, profileFolder, sweepOrphans, wipeProfile } from './profile';
export { createWebAdapter, type WebPort } from './web-adapter';
