import type { Knex } from 'knex';
import { createApiClient } from './api-client';
import { createGraphControl } from './graph-control';
import type { GraphControl } from './graph-control';
import type { Person } from './people';
import { openDatabase } from './test-database';
import type { DatabaseAddress, DatabaseKind } from './test-database';

/** A running product, whoever started it. */
export interface Installation {
  kind: DatabaseKind;
  strapiUrl: string;
  bridgeUrl: string;
  graphUrl: string;
  /** What Strapi and bridge were started with, secrets included. */
  env: Record<string, string>;
  superAdmin: Person;
  /** The simulated Meta, over HTTP. */
  graphControl: GraphControl;
  /** A connection of our own to its database; one per process, closed by `closeDatabases`. */
  database(): Knex;
}

/** An installation as plain data: how Jest's set-up tells the suites what it started. */
export interface InstallationAddress {
  kind: DatabaseKind;
  strapiUrl: string;
  bridgeUrl: string;
  graphUrl: string;
  env: Record<string, string>;
  database: DatabaseAddress;
  superAdmin: { email: string; password: string; token: string };
}

const opened = new Map<string, Knex>();

export const sharedDatabase = (address: DatabaseAddress): Knex => {
  const key = JSON.stringify(address.env);
  const database = opened.get(key) ?? openDatabase(address);
  opened.set(key, database);
  return database;
};

/** Ends every connection that this process opened. */
export const closeDatabases = async (): Promise<void> => {
  const all = [...opened.values()];
  opened.clear();
  await Promise.all(all.map((database) => database.destroy()));
};

export const attachInstallation = (address: InstallationAddress): Installation => {
  const { email, password, token } = address.superAdmin;
  return {
    kind: address.kind,
    strapiUrl: address.strapiUrl,
    bridgeUrl: address.bridgeUrl,
    graphUrl: address.graphUrl,
    env: address.env,
    superAdmin: { email, password, client: createApiClient(address.strapiUrl, token) },
    graphControl: createGraphControl(address.graphUrl),
    database: () => sharedDatabase(address.database),
  };
};
