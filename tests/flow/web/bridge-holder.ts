import path from 'node:path';
import { systemClock } from '../../../bridge/src/kit/clock';
import { createLogger } from '../../../bridge/src/kit/logger';
import { createSessions } from '../../../bridge/src/sessions';

/** A bridge whose plugin takes nothing, in a process that a test can kill. */
const { folder, testArgs, channelId } = JSON.parse(process.argv[2] ?? '{}') as {
  folder: string;
  testArgs: string[];
  channelId: string;
};

const sessions = createSessions({
  folder,
  testArgs,
  environment: { PATH: '/usr/bin:/bin', HOME: folder },
  logLevel: 'silent',
  execArgv: ['-r', path.resolve(__dirname, '../../../bridge/test/support/require-typescript.js')],
  deliver: () => Promise.resolve([]),
  openFile: () => Promise.reject(new Error('Nothing is sent here')),
  timing: { beatMs: 300 },
  clock: systemClock,
  logger: createLogger('silent'),
});
sessions.start(channelId, 2);
setInterval(() => undefined, 60_000);
