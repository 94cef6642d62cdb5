import fc from 'fast-check';
import { onDatabase, onEachDatabase } from '../support/on-each-database';
import { CALLERS, setRandomScene } from '../support/random-requests/random-scene';
import type { RandomScene } from '../support/random-requests/random-scene';
import { randomRequests } from '../support/random-requests/random-requests';
import { isStrapisOwn } from '../support/random-requests/strapis-own-failures';
import { createSurvey } from '../support/random-requests/survey';

/** The same requests each time, so that a red run is somebody's change; `random` asks others. A number repeats a run. */
const { WHATSAPP_TEST_SEED: CHOSEN = '20261122' } = process.env;
const SEED = CHOSEN === 'random' ? Date.now() % 2 ** 31 : Number(CHOSEN);
const BATCHES = 40;
const TOGETHER = 40;
const TIMEOUT_MS = 300_000;

const batchesFor = ({ map, pools }: RandomScene) =>
  fc.array(randomRequests(map, pools, CALLERS), { minLength: TOGETHER, maxLength: TOGETHER });

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, one) => total + one, 0);

onEachDatabase('whatever is asked of whatever route', (installation) => {
  it(
    `nothing of another company is shown, told or changed, and nothing fails (WHATSAPP_TEST_SEED=${SEED})`,
    async () => {
      const scene = await setRandomScene(installation, { isolated: true });
      const survey = createSurvey({ ...scene, isKnownFailure: isStrapisOwn });
      const routes = new Set<string>();
      try {
        const property = fc.asyncProperty(batchesFor(scene), async (batch) => {
          batch.forEach(({ method, route }) => routes.add(`${method} ${route}`));
          expect(await survey.run(batch)).toEqual([]);
        });
        // What is found names its request: there is nothing to shrink.
        await fc.assert(property, { seed: SEED, numRuns: BATCHES, endOnFailure: true });
      } finally {
        await scene.stop();
      }
      expect(sum(survey.answers.values())).toBeGreaterThan(2_000);
      expect(routes.size).toBeGreaterThan(120);
      // Most of them get as far as a handler, and a good part to rows.
      const got = (...statuses: number[]) => sum(statuses.map((status) => survey.answers.get(status) ?? 0));
      expect(got(200, 201, 202, 204)).toBeGreaterThan(400);
    },
    TIMEOUT_MS,
  );
});

// The walls of a database do not stand in the way of what only reads: one of them shows that the requests find.
onDatabase('sqlite', 'whatever is asked of whatever route', (installation) => {
  it(
    'without the choke point the same requests show, tell and change it',
    async () => {
      const scene = await setRandomScene(installation, { isolated: false });
      const survey = createSurvey({ ...scene, isKnownFailure: () => true });
      const found = new Set<string>();
      try {
        for (const batch of fc.sample(batchesFor(scene), { seed: SEED, numRuns: BATCHES / 4 })) {
          (await survey.run(batch)).forEach(({ what }) => found.add(what));
        }
      } finally {
        await scene.stop();
      }
      expect([...found].sort()).toEqual(['changed', 'differs', 'shown']);
    },
    TIMEOUT_MS,
  );
});
