import { channels } from './channels';
import { inbox } from './inbox';
import { ingest } from './ingest';
import { outbox } from './outbox';
import { realtime } from './realtime';

/** What `strapi.plugin('whatsapp').service(name)` gives. */
export const services = { channels, inbox, ingest, outbox, realtime };
