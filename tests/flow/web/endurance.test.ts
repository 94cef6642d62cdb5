import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { groupMembers, startedWith } from '../../../bridge/src/kit/process-group';
import { chromiums } from '../../support/chromiums';
import { eventually, eventuallyPresent } from '../../support/eventually';
import { CHANNEL, createWebScene, type WebScene } from './scene';

const STARTS = 25;
const SESSIONS = 20;
const TIMEOUT_MS = 300_000;
const WAIT = { deadlineMs: 240_000 };

const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;

const linesOf = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];

/** Ways in which no start succeeds: what the browser does, and where it finds WhatsApp. */
const FAILURES: [why: string, browser: string, testArgs: string[]][] = [
  ['the browser dies at once', '"$REAL" "$@" & kill -9 $!; exit 1', []],
  [
    'WhatsApp cannot be reached',
    'exec "$REAL" "$@"',
    // Where nobody listens.
    ['--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:9, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  ],
];

describe.each(FAILURES)('a session that cannot start because %s', (_why, browser, testArgs) => {
  let scene: WebScene;
  let folder: string;
  let starts: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'failing-'));
    starts = path.join(folder, 'groups');
    const program = path.join(folder, 'chromium');
    // Notes the process group of each start: what is left of one is found there, whoever its parent is by then.
    writeFileSync(
      program,
      [
        '#!/bin/sh',
        `REAL=${chromiums().at(-1)?.path ?? ''}`,
        'case "$*" in *--version*) exec "$REAL" "$@";; esac',
        `echo $$ >> ${starts}`,
        browser,
      ].join('\n'),
    );
    chmodSync(program, 0o755);
    scene = await createWebScene({
      chromiumPath: program,
      timing: { beatMs: 500, firstRetryMs: 10, longestRetryMs: 50 },
      ...(testArgs.length > 0 ? { testArgs } : {}),
    });
  });
  afterAll(async () => {
    await scene.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    `tries again ${STARTS} times, and leaves no process and no memory behind`,
    async () => {
      scene.sessions.start(CHANNEL, 1);
      const startsAre = (count: number) =>
        eventually(() => expect(linesOf(starts).length).toBeGreaterThanOrEqual(count), WAIT);
      await startsAre(5);
      const [worker = 0] = scene.sessions.workerPids();
      const before = residentBytes(worker);
      await startsAre(STARTS);
      expect(scene.sessions.workerPids()).toEqual([worker]);
      expect(residentBytes(worker) / before).toBeLessThan(1.25);
      await scene.sessions.stop(CHANNEL);

      const left = linesOf(starts).flatMap((group) => groupMembers(Number(group)));
      expect(left).toEqual([]);
      expect(startedWith((argument) => argument.includes(scene.folder))).toEqual([]);
      expect(scene.sessions.workerPids()).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe(`${SESSIONS} sessions of as many companies`, () => {
  let scene: WebScene;
  const shops = Array.from({ length: SESSIONS }, (_, index) => ({
    channelId: `shop-${index}`,
    pn: `1555010${6_000 + index}@c.us`,
  }));

  beforeAll(async () => {
    scene = await createWebScene();
    for (const { pn } of shops) scene.wa.addAccount({ pn, pushname: `Shop ${pn}` });
  });
  afterAll(() => scene.close(), TIMEOUT_MS);

  it(
    'are all online again after the bridge was restarted, without a code',
    async () => {
      for (const { channelId } of shops) scene.sessions.start(channelId, 1);
      await Promise.all(
        shops.map(async ({ channelId, pn }) => {
          const { code } = await eventuallyPresent(() => scene.sessions.code(channelId), 'a code', WAIT);
          scene.wa.scan(code, pn);
        }),
      );
      const allOnline = () =>
        eventually(
          () =>
            expect(shops.filter((shop) => scene.sessions.state(shop.channelId)?.state !== 'online')).toEqual(
              [],
            ),
          WAIT,
        );
      await allOnline();
      await scene.sessions.stopAll();
      expect(startedWith((argument) => argument.includes(scene.folder))).toEqual([]);

      const shown: (string | undefined)[] = [];
      await scene.openBridge({ onCode: (_channelId, code) => shown.push(code?.code) });
      for (const { channelId } of shops) scene.sessions.start(channelId, 2);
      await allOnline();
      expect(shown.filter(Boolean)).toEqual([]);
      expect(shops.map(({ pn }) => scene.wa.devices(pn).length)).toEqual(shops.map(() => 1));
    },
    TIMEOUT_MS,
  );
});
