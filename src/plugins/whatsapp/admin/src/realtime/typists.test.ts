import { createTypists } from './typists';

const ANA = { conversationId: 'ana', isTyping: true };

describe('who is typing', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is shown until they stop', () => {
    const typists = createTypists();
    typists.hear(ANA);
    expect([typists.isTyping('ana'), typists.isTyping('ben')]).toEqual([true, false]);
    typists.hear({ ...ANA, isTyping: false });
    expect(typists.isTyping('ana')).toBe(false);
  });

  it('is forgotten ten seconds after the last word of it', () => {
    const typists = createTypists();
    typists.hear(ANA);
    jest.advanceTimersByTime(9_000);
    typists.hear(ANA);
    jest.advanceTimersByTime(9_999);
    expect(typists.isTyping('ana')).toBe(true);
    jest.advanceTimersByTime(1);
    expect(typists.isTyping('ana')).toBe(false);
  });

  it('has written once the message is there', () => {
    const typists = createTypists();
    typists.hear(ANA);
    typists.wrote(['ben', 'ana']);
    expect(typists.isTyping('ana')).toBe(false);
  });

  it('is told to screens when it changes, and not at each key', () => {
    const typists = createTypists();
    let told = 0;
    const end = typists.subscribe(() => (told += 1));
    typists.hear(ANA);
    typists.hear(ANA);
    jest.advanceTimersByTime(10_000);
    expect(told).toBe(2);
    end();
    typists.hear(ANA);
    expect(told).toBe(2);
  });

  it.each([undefined, 'ana', {}, { conversationId: 7, isTyping: true }])('does not hear %p', (payload) => {
    const typists = createTypists();
    typists.subscribe(() => {
      throw new Error('told');
    });
    expect(() => typists.hear(payload)).not.toThrow();
  });
});
