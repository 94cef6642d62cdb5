import database from './database';

type Params = Parameters<typeof database>[0];

/** Strapi's reader of the environment, over given values. */
const reading = (values: Record<string, string>): Params => {
  const read = (name: string, fallback?: unknown) => values[name] ?? fallback;
  return { env: Object.assign(read, { int: read, bool: read }) } as unknown as Params;
};

describe('the configuration of the database', () => {
  it.each(['mysql', 'mysql2', 'mariadb', 'oracle'])('refuses %s, and says what to use instead', (client) => {
    expect(() => database(reading({ DATABASE_CLIENT: client }))).toThrow(
      `DATABASE_CLIENT is "${client}": use "sqlite" or "postgres"`,
    );
  });

  it.each(['sqlite', 'postgres'])('takes %s', (client) => {
    expect(database(reading({ DATABASE_CLIENT: client })).connection.client).toBe(client);
  });
});
