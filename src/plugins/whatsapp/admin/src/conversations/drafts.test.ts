import { createDrafts } from './drafts';

const storageDouble = () => {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
  };
};

describe('drafts', () => {
  it('are kept per person and conversation, until they are empty', () => {
    const storage = storageDouble();
    const drafts = createDrafts(storage, 'me');
    drafts.write('a', 'Dear');
    expect([drafts.read('a'), drafts.read('b'), createDrafts(storage, 'you').read('a')]).toEqual([
      'Dear',
      '',
      '',
    ]);
    drafts.write('a', '');
    expect(storage.texts.size).toBe(0);
  });

  it('do without a storage that refuses', () => {
    const refuse = () => {
      throw new Error('denied');
    };
    const drafts = createDrafts({ getItem: refuse, setItem: refuse, removeItem: refuse }, 'me');
    expect(() => drafts.write('a', 'x')).not.toThrow();
    expect(drafts.read('a')).toBe('');
  });
});
