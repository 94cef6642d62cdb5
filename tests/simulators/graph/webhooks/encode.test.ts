import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { encodePayload, signBody, signedWebhook } from './encode';

interface Vector {
  text: string;
  encoding: string;
  raw_body: string;
  app_secret: string;
  x_hub_signature_256: string;
  reserialised_signature: string;
}

const file = path.join(__dirname, '../../../fixtures/cloud-api/_signature_vectors.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];
const named = vectors.map((vector) => ({ ...vector, name: `${vector.text} (${vector.encoding})` }));

describe('webhook bytes', () => {
  it.each(named)('are those of the vector: $name', ({ encoding, raw_body: rawBody }) => {
    const escaping = encoding.includes('@') ? 'full' : 'plain';
    expect(encodePayload(JSON.parse(rawBody), escaping).toString('latin1')).toBe(rawBody);
  });

  it.each(named)('have the signature of the vector: $name', (vector) => {
    expect(signBody(Buffer.from(vector.raw_body), vector.app_secret)).toBe(vector.x_hub_signature_256);
  });

  it.each(named)('have another signature once they were parsed and printed again: $name', (vector) => {
    const printedAgain = Buffer.from(JSON.stringify(JSON.parse(vector.raw_body)));
    expect(signBody(printedAgain, vector.app_secret)).toBe(vector.reserialised_signature);
  });

  it('are ASCII and mean what was meant, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('plain' as const, 'full' as const),
        (text, escaping) => {
          const bytes = encodePayload({ text }, escaping);
          expect(bytes.every((byte) => byte < 0x80)).toBe(true);
          expect(JSON.parse(bytes.toString('latin1'))).toEqual({ text });
        },
      ),
    );
  });

  it('come with both signature headers and a JSON content type', () => {
    const { headers } = signedWebhook({ a: 1 }, 'secret');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-hub-signature': expect.stringMatching(/^sha1=[0-9a-f]{40}$/) as string,
      'x-hub-signature-256': expect.stringMatching(/^sha256=[0-9a-f]{64}$/) as string,
    });
  });
});
