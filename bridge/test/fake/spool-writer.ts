import { openSpoolDatabase } from '../../src/sessions/spool/database';
import { createSpool } from '../../src/sessions/spool/spool';
import { systemClock } from '../../src/kit/clock';
import { saidEvent } from '../support/web-events';

/** A process that writes events down without end, and says of each one when it is safe. */
const [, , folder = '', channelId = ''] = process.argv;
const spool = createSpool(openSpoolDatabase(folder), systemClock);

const write = (count: number): void => {
  const event = saidEvent(`in.${count}`);
  spool.append(channelId, 1, [{ event, origin: 'live' }]);
  process.stdout.write(`${event.messageId}\n`);
  setImmediate(write, count + 1);
};
write(1);
