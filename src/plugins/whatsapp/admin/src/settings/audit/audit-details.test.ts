import en from '../../translations/en.json';
import type { Text } from '../../parts/useText';
import { detailsOf } from './audit-details';
import { actorOf, sentenceOf } from './audit-sentence';

const text: Text = (id, values = {}) =>
  Object.entries(values).reduce<string>(
    (sentence, [name, value]) => sentence.replaceAll(`{${name}}`, String(value)),
    en[id],
  );
const moment = (at: Date) => at.toISOString().slice(0, 10);
const worded = (details: Record<string, string>) => detailsOf(text, moment, { details });

describe('the details of an audit line', () => {
  it('name roles as people know them', () => {
    expect(worded({ from: 'agent', to: 'owner' })).toEqual([
      { label: 'From', value: 'Agent' },
      { label: 'To', value: 'Owner' },
    ]);
  });

  it('keep names that are no roles as they are', () => {
    expect(worded({ from: 'Acme', to: 'Acme Ltd' }).map(({ value }) => value)).toEqual(['Acme', 'Acme Ltd']);
  });

  it('tell the end of a visit as a date', () => {
    expect(worded({ until: '2026-11-20T10:00:00.000Z' })[0]?.value).toBe('2026-11-20');
  });

  it('say "no end" for a token that never expires', () => {
    expect(worded({ days: '∞' })[0]?.value).toBe('No end');
  });

  it('show a fact of an unknown kind under its own name', () => {
    expect(worded({ colour: 'blue' })).toEqual([{ label: 'colour', value: 'blue' }]);
  });
});

describe('the sentence of an audit line', () => {
  const entry = {
    id: '1',
    at: '2026-11-20T10:00:00.000Z',
    details: {},
    subject: { kind: 'member', id: '2', name: 'Arno Agent' },
  };

  it('says who did what to whom', () => {
    const actor = { kind: 'member', name: 'Olga Owner' } as const;
    expect(sentenceOf(text, { ...entry, action: 'member.removed', actor })).toBe(
      'Olga Owner removed Arno Agent',
    );
  });

  it('tells somebody of the platform from the own people', () => {
    expect(actorOf(text, { kind: 'platform', name: 'Sam Super' })).toBe('Sam Super (platform)');
  });

  it('does not need a subject', () => {
    const actor = { kind: 'system', name: 'system' } as const;
    expect(sentenceOf(text, { ...entry, action: 'data.exported', actor, subject: null })).toBe(
      'The system exported data of all companies',
    );
  });
});
