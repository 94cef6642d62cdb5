import { channels } from './channels';
import { contacts } from './contacts';
import { coordination } from './coordination';
import { assignments, inbox } from './inbox';
import { ingest, quarantine, quarantineOfAll } from './ingest';
import { isolationCheck } from './isolation-check';
import { media } from './media';
import { observability } from './observability';
import { outbox } from './outbox';
import { realtime } from './realtime';
import { sessions } from './sessions';

/** What `strapi.plugin('whatsapp').service(name)` gives. */
export const services = {
  assignments,
  channels,
  contacts,
  coordination,
  inbox,
  ingest,
  isolationCheck,
  media,
  observability,
  outbox,
  quarantine,
  quarantineOfAll,
  realtime,
  sessions,
};
