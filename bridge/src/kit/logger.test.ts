import { AxiosError, AxiosHeaders } from 'axios';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import { createLogger, presentError } from './logger';
import { Secret } from './secret';

const TOKEN = 'EAAhiddenhiddenhidden';

const logged = (write: (logger: ReturnType<typeof createLogger>) => void): string => {
  const lines: string[] = [];
  write(createLogger('trace', { write: (line) => void lines.push(line) }));
  return lines.join('');
};

const axiosError = (): AxiosError => {
  const config = { headers: new AxiosHeaders({ authorization: `Bearer ${TOKEN}` }), url: `/x?t=${TOKEN}` };
  return new AxiosError('Request failed', 'ECONNRESET', config, {
    _header: `authorization: Bearer ${TOKEN}`,
  });
};

describe('logger', () => {
  it("never writes an HTTP client's error with its token", () => {
    const text = logged((logger) => logger.error({ err: axiosError() }, 'failed'));
    expect(text).toContain('ECONNRESET');
    expect(text).not.toContain(TOKEN);
  });

  it('does so also when it is the cause of our own error', () => {
    const error = new WhatsAppError('unreachable', 'gone', { cause: axiosError() });
    expect(logged((logger) => logger.error({ err: error }))).not.toContain(TOKEN);
  });

  it('masks phone numbers in messages', () => {
    const text = logged((logger) => logger.warn({ err: new Error('15550100123 is not on WhatsApp') }));
    expect(text).not.toContain('15550100123');
  });

  it.each(['accessToken', 'appSecret', 'authorization', 'verifyToken', 'body', 'raw', 'headers'])(
    'removes the key %s, wherever it stands',
    (key) => {
      const text = logged((logger) =>
        logger.info({ [key]: TOKEN, a: { [key]: TOKEN }, b: { c: { [key]: TOKEN } } }),
      );
      expect(text).not.toContain(TOKEN);
    },
  );

  it('writes a secret as a placeholder', () => {
    expect(logged((logger) => logger.info({ held: new Secret(TOKEN) }))).not.toContain(TOKEN);
  });

  it('names kind and code of our own errors', () => {
    expect(presentError(new WhatsAppError('rejected', 'no', { upstreamCode: '131047' }))).toMatchObject({
      kind: 'rejected',
      code: '131047',
    });
  });

  it('survives what is no error, and causes without end', () => {
    const error = new Error('round');
    error.cause = error;
    expect(presentError('text')).toMatchObject({ name: 'Thrown' });
    expect(JSON.stringify(presentError(error))).toContain('round');
  });
});
