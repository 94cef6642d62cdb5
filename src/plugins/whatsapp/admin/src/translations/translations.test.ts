import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTranslations } from '.';
import en from './en.json';
import es from './es.json';
import ptBR from './pt-BR.json';

const ROOT = join(__dirname, '..');
const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
  .map((path) => readFileSync(join(ROOT, path), 'utf8'));

const keys = Object.keys(en);
/** `{name}` and `{count, plural, …}` alike: what a sentence expects to be given. */
const argumentsOf = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]))].sort();

describe('the translations', () => {
  it.each([
    ['es', es],
    ['pt-BR', ptBR],
  ])('of %s are complete, and in the same order', (_locale, texts) => {
    expect(Object.keys(texts)).toEqual(keys);
    expect(Object.values(texts).filter((text) => text.trim() === '')).toEqual([]);
  });

  it.each([
    ['es', es],
    ['pt-BR', ptBR],
  ])('of %s expect the same values as the English ones', (_locale, texts) => {
    const expected = Object.entries(en).map(([id, text]) => [id, argumentsOf(text)]);
    expect(Object.entries(texts).map(([id, text]) => [id, argumentsOf(text)])).toEqual(expected);
  });

  it('have every sentence that the sources ask for', () => {
    const asked = sources.flatMap((source) => [
      ...[...source.matchAll(/\btext\(\s*'([^']+)'/g)].map((match) => match[1]),
      ...[...source.matchAll(/\bid: 'whatsapp\.([^']+)', defaultMessage/g)].map((match) => match[1]),
    ]);
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((id) => !keys.includes(String(id)))).toEqual([]);
  });

  it('have no sentence that nothing asks for', () => {
    const everything = sources.join('\n');
    expect(
      keys.filter((id) => !everything.includes(`'${id}'`) && !everything.includes(`'whatsapp.${id}'`)),
    ).toEqual([]);
  });

  it('reach Strapi under the prefix of the plugin, European Portuguese by the Brazilian texts', async () => {
    const answers = await loadTranslations({ locales: ['es', 'pt', 'fr'] });
    expect(answers.map(({ locale }) => locale)).toEqual(['es', 'pt', 'fr']);
    expect(answers[0]?.data['whatsapp.menu']).toBe('Conversaciones');
    expect(answers[1]?.data['whatsapp.menu']).toBe('Conversas');
    expect(answers[2]?.data).toEqual({});
  });
});
