import { isDataFault, isTransient, isUniqueViolation } from './database';

const databaseError = (code: string) => Object.assign(new Error('database says no'), { code });

const named = (error: Error): [string, Error] => [
  'code' in error ? String(error.code) : error.message,
  error,
];

describe('errors of the database', () => {
  it.each(
    [
      databaseError('22P05'),
      databaseError('23505'),
      databaseError('SQLITE_CONSTRAINT_UNIQUE'),
      new TypeError('x is not a function'),
    ].map(named),
  )('blame the data: %s', (_name, error) => {
    expect(isDataFault(error)).toBe(true);
  });

  it.each(
    [
      databaseError('57P01'), // admin shutdown
      databaseError('53100'), // disk full
      databaseError('25006'), // read-only transaction
      databaseError('08006'),
      databaseError('ECONNREFUSED'),
      databaseError('SQLITE_FULL'),
      databaseError('SQLITE_IOERR_WRITE'),
      databaseError('SQLITE_READONLY'),
      new Error('Connection terminated unexpectedly'),
      Object.assign(new Error('Timeout acquiring a connection'), { name: 'KnexTimeoutError' }),
    ].map(named),
  )('do not blame the data when the database is in trouble: %s', (_name, error) => {
    expect(isDataFault(error)).toBe(false);
  });

  it('tell what may succeed when it is tried again', () => {
    expect(isTransient(databaseError('40P01'))).toBe(true);
    expect(isTransient(databaseError('23505'))).toBe(false);
  });

  it('tell a second one from other faults', () => {
    expect(isUniqueViolation(databaseError('23505'))).toBe(true);
    expect(isUniqueViolation(databaseError('23503'))).toBe(false);
  });
});
