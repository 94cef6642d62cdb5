import { setStage } from '../testing/stage';
import type { Stage } from '../testing/stage';
import type { Media } from '../state/media';

const BYTES = Buffer.from('a file of a customer');

describe('files', () => {
  let stage: Stage;
  let media: Media;

  beforeEach(async () => {
    stage = await setStage();
    const phoneNumberId = stage.number.id;
    media = stage.simulator.media.add({ phoneNumberId, bytes: BYTES, mimeType: 'image/png' });
  });
  afterEach(() => stage.close());

  const address = async (query = ''): Promise<string> => {
    const { body } = await stage.ask('GET', `/v24.0/${media.id}${query}`, { token: stage.token.value });
    return String(body['url']).replace(stage.simulator.url, '');
  };
  const download = async (path: string, token?: string): Promise<number> =>
    (await stage.ask('GET', path, { token })).status;

  it('have an address, a type, a size and a digest', async () => {
    const { status, body } = await stage.ask('GET', `/v24.0/${media.id}`, { token: stage.token.value });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: media.id, mime_type: 'image/png', file_size: BYTES.length });
    expect(body['sha256']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are downloaded with the token, and never without it', async () => {
    const path = await address();
    const other = stage.simulator.registry.addCompany();
    expect(await download(path, stage.token.value)).toBe(200);
    const refused = [undefined, 'EAAnone', other.token.value].map((token) => download(path, token));
    expect(await Promise.all(refused)).toEqual([404, 404, 404]);
  });

  it('do not exist for another company, nor under another number', async () => {
    const other = stage.simulator.registry.addCompany();
    const foreign = await stage.ask('GET', `/v24.0/${media.id}`, { token: other.token.value });
    const wrong = await stage.ask('GET', `/v24.0/${media.id}?phone_number_id=1`, {
      token: stage.token.value,
    });
    expect([foreign.error.code, wrong.error.code]).toEqual([100, 100]);
  });

  it('lose their address after a while, and themselves when Meta deletes them', async () => {
    stage.simulator.configure({ mediaAddressMs: 0 });
    expect(await download(await address(), stage.token.value)).toBe(404);
    stage.simulator.media.forget(media.id);
    expect((await stage.ask('GET', `/v24.0/${media.id}`, { token: stage.token.value })).error.code).toBe(100);
  });
});
