import fc from 'fast-check';
import { indentJson } from './indent-json';

describe('a body that is shown', () => {
  it('is indented', () => {
    expect(indentJson('{"a":[1,{"b":"c, {d}: \\"e\\""}],"f":{},"g":[]}')).toBe(
      [
        '{',
        '  "a": [',
        '    1,',
        '    {',
        '      "b": "c, {d}: \\"e\\""',
        '    }',
        '  ],',
        '  "f": {},',
        '  "g": []',
        '}',
      ].join('\n'),
    );
  });

  it('looks like what JSON.stringify makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps what reading and writing it would change', () => {
    expect(indentJson('{"id":12345678901234567890,"id":1.50}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "id": 1.50\n}',
    );
  });

  it.each(['', '{"a":', 'plain words', '<b>{}</b>'])('stays as it is when it is no JSON: %s', (text) => {
    expect(indentJson(text)).toBe(text);
  });
});
