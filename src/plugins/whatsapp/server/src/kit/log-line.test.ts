import { logLine } from './log-line';

describe('a line of the log', () => {
  it('names what is known and leaves out what is not', () => {
    expect(logLine('Processed', { event: 12, trace: 'ab', reason: null, channel: undefined })).toBe(
      '[whatsapp] Processed event=12 trace=ab',
    );
  });
});
