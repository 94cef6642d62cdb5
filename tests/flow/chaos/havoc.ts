import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../simulators/graph/kit/random';
import type { FaultyProxy, ProxyMode } from '../../support/faulty-proxy';
import type { ServerProcess } from '../../support/server-process';
import type { World } from './world';

const BETWEEN_MS = { least: 60, most: 400 };
const LATENCY_MS = 20;
const START_TRIES = 10;

/** What goes wrong, and how many times more often than the rarest. */
interface Trouble {
  name: string;
  weight: number;
  /** Whether it can happen at this moment. */
  canHappen(): boolean;
  happen(): Promise<void>;
}

/** A process that finds no database when it starts ends; whoever looks after it starts it again. */
const startAgain = async (server: ServerProcess, tries = START_TRIES): Promise<void> => {
  try {
    await server.start();
  } catch (error) {
    if (server.isRunning() || tries === 1) throw error;
    await startAgain(server, tries - 1);
  }
};

/** Kills a process and starts it again; others go on meanwhile. */
const createVictim = (server: ServerProcess) => {
  let coming: Promise<void> = Promise.resolve();
  let isUp = true;
  return {
    isUp: () => isUp,
    async kill(): Promise<void> {
      isUp = false;
      await server.kill();
      coming = startAgain(server).then(() => {
        isUp = true;
      });
    },
    back: () => coming,
  };
};

const named = ({ stack: { proxies } }: World): [string, FaultyProxy][] => {
  if (!proxies?.toDatabase) throw new Error('There is a line that cannot fail');
  const { toStrapi, toBridge, toGraph, toDatabase } = proxies;
  return [
    ['bridge → Strapi', toStrapi],
    ['Strapi → bridge', toBridge],
    ['bridge → Meta', toGraph],
    ['Strapi → database', toDatabase],
  ];
};

/** kill -9, cut lines, answers that get lost, ends that hang: drawn by chance that can be repeated. */
export const createHavoc = (world: World, random: Random) => {
  const { stack, second } = world;
  const strapis = [stack.strapi, second.server].map(createVictim);
  const bridge = createVictim(stack.bridge);
  const happened: Record<string, number> = {};

  const forAWhile = async (line: FaultyProxy, mode: ProxyMode): Promise<void> => {
    line.set(mode);
    await pause(random.between(50, 700));
    line.set('pass');
    // What it held is let go: its ends come again.
    if (mode === 'hold') line.cut();
  };

  const areUp = (): boolean => strapis.every(({ isUp }) => isUp());

  const ofLine = ([name, line]: [string, FaultyProxy]): Trouble[] => {
    // Strapi ends when it loses the database while it starts: on a slow machine it would never get up between two cuts.
    const canHappen = line === stack.proxies?.toDatabase ? areUp : () => true;
    return [
      { name: `cut ${name}`, weight: 6, canHappen, happen: async () => line.cut() },
      ...(['cut-response', 'refuse', 'hold'] as const).map((mode) => ({
        name: `${mode} ${name}`,
        weight: 2,
        canHappen,
        happen: () => forAWhile(line, mode),
      })),
    ];
  };

  const troubles: Trouble[] = [
    // The survivor goes on: both at once is what the others' tests are about, and would only wait for a start here.
    ...strapis.map((victim, index) => ({
      name: `kill Strapi ${index + 1}`,
      weight: 4,
      canHappen: areUp,
      happen: victim.kill,
    })),
    { name: 'kill bridge', weight: 6, canHappen: bridge.isUp, happen: bridge.kill },
    ...named(world).flatMap(ofLine),
    {
      name: 'Meta loses an answer',
      weight: 2,
      canHappen: () => true,
      happen: async () =>
        void stack.graph.faults.add({ kind: 'reset', moment: random.pick(['before', 'after']) }),
    },
    {
      name: 'Meta refuses',
      weight: 2,
      canHappen: () => true,
      happen: async () => void stack.graph.faults.add({ kind: 'refuse', code: 130429 }),
    },
  ];
  const drawn = troubles.flatMap((trouble) => Array.from({ length: trouble.weight }, () => trouble));

  return {
    happened,
    /** Resolves when so much went wrong, and everything stands again. */
    async wreak(count: number): Promise<void> {
      stack.graph.faults.add({ kind: 'latency', ms: LATENCY_MS, jitterMs: LATENCY_MS });
      for (let done = 0; done < count; ) {
        const trouble = random.pick(drawn);
        if (trouble.canHappen()) {
          done += 1;
          happened[trouble.name] = (happened[trouble.name] ?? 0) + 1;
          await trouble.happen();
        }
        await pause(random.between(BETWEEN_MS.least, BETWEEN_MS.most));
      }
      await Promise.all([...strapis, bridge].map(({ back }) => back()));
      stack.graph.faults.clear();
    },
  };
};
