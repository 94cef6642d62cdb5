import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { knex } from 'knex';
import { freePorts } from './ports';
import { inRoot } from './repository';

/** How the stacks of one run find their server: handed from Jest's set-up to its workers. */
const SHARED_ADDRESS = 'WHATSAPP_TEST_POSTGRES';

export interface PostgresServer {
  /** Address of the maintenance database. */
  url: string;
  stop(): Promise<void>;
}

const firstLine = (stream: NodeJS.ReadableStream): Promise<string> =>
  new Promise((resolve, reject) => {
    const lines = createInterface({ input: stream });
    lines.once('line', resolve);
    lines.once('close', () => reject(new Error('PostgreSQL did not start')));
  });

export const startPostgres = async (): Promise<PostgresServer> => {
  const [port = 0] = await freePorts(1);
  const child = spawn(process.execPath, [inRoot('tests/support/postgres-server.mjs'), String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const { password } = JSON.parse(await firstLine(child.stdout)) as { password: string };
  // It must not keep anybody alive: when the process that started it ends, its stdin closes and it stops by itself.
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref(): void }).unref();
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      child.ref(); // whoever waits for its end must live until then
      child.stdin.end();
      await exited;
    },
  };
};

/** Makes a server known to every later `startStack` of this process and of the workers that it starts. */
export const sharePostgres = (server: PostgresServer): void => {
  process.env[SHARED_ADDRESS] = server.url;
};

let own: Promise<PostgresServer> | undefined;

/** The shared server, or one of this process that lives as long as it does. */
export const postgresUrl = async (): Promise<string> => {
  const shared = process.env[SHARED_ADDRESS];
  if (shared) return shared;
  own ??= startPostgres();
  return (await own).url;
};

/** Ends the server that `postgresUrl` started in this process, if it did. */
export const stopOwnPostgres = async (): Promise<void> => {
  const server = await own;
  own = undefined;
  await server?.stop();
};

/** Runs one statement in the maintenance database. */
export const administer = async (url: string, statement: string): Promise<void> => {
  const maintenance = knex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  try {
    await maintenance.raw(statement);
  } finally {
    await maintenance.destroy();
  }
};
