import { createTypingVoice } from './typing-voice';

const scene = () => {
  const said: boolean[] = [];
  return { said, voice: createTypingVoice((isTyping) => said.push(isTyping)) };
};

describe('the word that somebody types', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is said once for many keys, and again every four seconds', () => {
    const { said, voice } = scene();
    for (const body of ['H', 'He', 'Hel']) voice.typed(body);
    expect(said).toEqual([true]);
    jest.advanceTimersByTime(4_000);
    voice.typed('Hell');
    expect(said).toEqual([true, true]);
  });

  it('ends after five seconds without a key', () => {
    const { said, voice } = scene();
    voice.typed('H');
    jest.advanceTimersByTime(4_999);
    expect(said).toEqual([true]);
    jest.advanceTimersByTime(1);
    expect(said).toEqual([true, false]);
  });

  it('ends with an emptied field, and with one that is left', () => {
    const { said, voice } = scene();
    voice.typed('H');
    voice.typed(' ');
    voice.typed('H');
    voice.stop();
    voice.stop();
    expect(said).toEqual([true, false, true, false]);
  });

  it('needs no end once the message is sent', () => {
    const { said, voice } = scene();
    voice.typed('Hello');
    voice.sent();
    voice.typed('');
    jest.advanceTimersByTime(60_000);
    expect(said).toEqual([true]);
    voice.typed('Another');
    expect(said).toEqual([true, true]);
  });
});
