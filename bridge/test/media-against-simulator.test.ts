import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { startGraphSimulator, type Company, type GraphSimulator } from '../../tests/simulators/graph';
import { createCloudAdapters, createGraphClient } from '../src/adapters/cloud';
import type { ChannelAdapter } from '../src/adapters/adapter';
import { systemClock } from '../src/kit/clock';
import { Secret } from '../src/kit/secret';
import { openPicture } from './support/files-to-send';

const BYTES = randomBytes(300_000);

describe('a file of a customer, from the Graph simulator', () => {
  let simulator: GraphSimulator;
  let company: Company;
  let graph: ReturnType<typeof createGraphClient>;
  let mediaId: string;

  const adapterOf = ({ token, app, number, waba }: Company): ChannelAdapter =>
    createCloudAdapters({ graph, openFile: openPicture, clock: systemClock })({
      credentials: { accessToken: new Secret(token.value), appSecret: new Secret(app.secret) },
      phoneNumberId: number.id,
      businessAccountId: waba.id,
    });
  const read = async (of: Company = company): Promise<Buffer> =>
    buffer((await adapterOf(of).fetchMedia(mediaId)).bytes);
  const downloads = (): number =>
    simulator.requests.entries.filter(({ path }) => path.includes('attachments')).length;

  beforeEach(async () => {
    simulator = await startGraphSimulator({ seed: 'media' });
    company = simulator.registry.addCompany();
    graph = createGraphClient({ baseUrl: simulator.url, version: 'v24.0' });
    mediaId = simulator.media.add({ phoneNumberId: company.number.id, bytes: BYTES }).id;
  });
  afterEach(async () => {
    graph.close();
    await simulator.close();
  });

  it('arrives whole', async () => {
    expect((await read()).equals(BYTES)).toBe(true);
  });

  it.each([
    ['breaks off in the middle', { kind: 'cut' }],
    ['has a wrong byte', { kind: 'damage' }],
    ['is not handed out', { kind: 'html', status: 500 }],
    ['is reset before it begins', { kind: 'reset', moment: 'before' }],
  ] as const)('does not count when it %s, and may be asked for again', async (_what, fault) => {
    simulator.faults.add({ ...fault, edge: 'attachments' });
    await expect(read()).rejects.toMatchObject({ name: 'WhatsAppError', kind: 'unreachable' });
    expect((await read()).equals(BYTES)).toBe(true);
  });

  it('is asked for under a new address when the first has run out', async () => {
    simulator.faults.add({ kind: 'html', status: 404, edge: 'attachments' });
    expect((await read()).equals(BYTES)).toBe(true);
    expect(downloads()).toBe(2);
  });

  it('is not asked for again and again when no address works', async () => {
    simulator.configure({ mediaAddressMs: 0 });
    await expect(read()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(downloads()).toBe(2);
  });

  it('is gone for good once Meta has deleted it', async () => {
    simulator.media.forget(mediaId);
    await expect(read()).rejects.toMatchObject({ kind: 'rejected' });
    expect(downloads()).toBe(0);
  });

  it("is not there for another company's token", async () => {
    await expect(read(simulator.registry.addCompany())).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('is not asked for a second time where the token is no good', async () => {
    await expect(read({ ...company, token: { ...company.token, value: 'EAAnone' } })).rejects.toMatchObject({
      kind: 'session-lost',
    });
  });
});
