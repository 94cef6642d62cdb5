import { SIGNATURE_VECTORS } from '../../../test/support/fixtures';
import { Secret } from '../../kit/secret';
import { isSignatureHeader, signerOf } from './webhook-signature';

const app = (fingerprint: string, secret: string) => ({ fingerprint, secret: new Secret(secret) });

describe("Meta's signature", () => {
  it.each(SIGNATURE_VECTORS)('is verified over the raw bytes: $text ($encoding)', (vector) => {
    const apps = [app('other', 'x'), app('ours', vector.app_secret)];
    const header = vector.x_hub_signature_256;
    expect(signerOf(Buffer.from(vector.raw_body), header, apps)?.fingerprint).toBe('ours');
  });

  it.each(SIGNATURE_VECTORS.filter((vector) => !vector.reserialised_matches))(
    'is not what JSON written again would give: $text ($encoding)',
    (vector) => {
      const again = Buffer.from(JSON.stringify(JSON.parse(vector.raw_body)));
      expect(signerOf(again, vector.x_hub_signature_256, [app('ours', vector.app_secret)])).toBeUndefined();
    },
  );

  const [vector] = SIGNATURE_VECTORS;
  const body = Buffer.from(vector?.raw_body ?? '');
  const header = vector?.x_hub_signature_256 ?? '';
  const apps = [app('ours', vector?.app_secret ?? '')];

  it.each([
    ['one byte more', Buffer.concat([body, Buffer.from(' ')])],
    ['one byte less', body.subarray(1)],
    ['nothing', Buffer.alloc(0)],
  ])('does not fit %s', (_what, other) => {
    expect(signerOf(other, header, apps)).toBeUndefined();
  });

  it.each([
    undefined,
    '',
    'sha256=',
    header.slice(0, -1),
    `${header}0`,
    header.replace('sha256', 'sha1'),
    [header],
    `${header}, ${header}`,
  ])('is not the header %p', (wrong) => {
    expect(signerOf(body, wrong, apps)).toBeUndefined();
    expect(isSignatureHeader(wrong)).toBe(false);
  });

  it('fits nobody when there is no app, or only others', () => {
    expect(signerOf(body, header, [])).toBeUndefined();
    expect(signerOf(body, header, [app('a', 'a'), app('b', 'b')])).toBeUndefined();
  });
});
