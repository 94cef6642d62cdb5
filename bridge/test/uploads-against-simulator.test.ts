import { Readable } from 'node:stream';
import { startGraphSimulator, type Company, type GraphSimulator } from '../../tests/simulators/graph';
import { WhatsAppError } from '../../src/plugins/whatsapp/contracts/errors';
import type { OpenFile } from '../src/adapters/adapter';
import { createCloudAdapters, createGraphClient } from '../src/adapters/cloud';
import { systemClock } from '../src/kit/clock';
import { Secret } from '../src/kit/secret';
import { textCommand } from './adapter-conformance';
import { fileToSend, openPicture, PICTURE } from './support/files-to-send';

describe('a file on its way to the Graph simulator', () => {
  let simulator: GraphSimulator;
  let company: Company;
  let graph: ReturnType<typeof createGraphClient>;

  beforeEach(async () => {
    simulator = await startGraphSimulator({ seed: 'uploads' });
    company = simulator.registry.addCompany();
    graph = createGraphClient({ baseUrl: simulator.url, version: 'v24.0' });
  });
  afterEach(async () => {
    graph.close();
    await simulator.close();
  });

  const adapterWith = (openFile: OpenFile = openPicture) =>
    createCloudAdapters({ graph, openFile, clock: systemClock })({
      credentials: {
        accessToken: new Secret(company.token.value),
        appSecret: new Secret(company.app.secret),
      },
      phoneNumberId: company.number.id,
      businessAccountId: company.waba.id,
    });
  const uploads = (): number =>
    simulator.requests.entries.filter(({ path }) => path.endsWith('/media')).length;

  it('gets there whole, with its type', async () => {
    const { ticket } = await adapterWith().stage(fileToSend());
    expect(simulator.media.get(ticket)).toMatchObject({ bytes: PICTURE, mimeType: 'image/png' });
    expect(simulator.requests.entries.at(-1)?.warnings).toEqual([]);
  });

  it('gets there whole when it is large', async () => {
    const bytes = Buffer.alloc(12 * 1024 * 1024, 'large');
    const chunks = Array.from({ length: 12 }, (_, index) =>
      bytes.subarray(index * 1024 * 1024, (index + 1) * 1024 * 1024),
    );
    const adapter = adapterWith(() => Promise.resolve(Readable.from(chunks)));
    const { ticket } = await adapter.stage(fileToSend(bytes, { mimeType: 'video/mp4' }));
    expect(simulator.media.get(ticket)?.bytes.equals(bytes)).toBe(true);
  });

  it('is uploaded once for a message that has to wait, and anew for one that was refused', async () => {
    const adapter = adapterWith();
    const file = fileToSend();
    const [first, second] = [await adapter.stage(file), await adapter.stage(file)];
    expect([second, uploads()]).toEqual([first, 1]);
    simulator.faults.add({ kind: 'refuse', code: 131009 });
    const content = { type: 'image' as const, file: { ...file, ...first } };
    await expect(adapter.send(textCommand({ content }))).rejects.toMatchObject({ kind: 'rejected' });
    await adapter.stage(file);
    expect(uploads()).toBe(2);
  });

  it.each([
    [{ kind: 'reset', moment: 'before' }, 'unreachable'],
    [{ kind: 'reset', moment: 'after' }, 'unreachable'],
    [{ kind: 'html', status: 502 }, 'unreachable'],
    [{ kind: 'refuse', code: 190, status: 401 }, 'session-lost'],
    [{ kind: 'too-many', retryAfterSeconds: 3 }, 'throttled'],
    [{ kind: 'refuse', code: 131053 }, 'rejected'],
  ] as const)('with %p is %s: never a doubt whether it was sent', async (fault, kind) => {
    simulator.faults.add({ ...fault, edge: 'media' });
    await expect(adapterWith().stage(fileToSend())).rejects.toMatchObject({ kind });
  });

  it('says why Meta does not take it', async () => {
    const failure = adapterWith().stage(fileToSend(PICTURE, { mimeType: 'application/zip' }));
    await expect(failure).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('one of the following types') as string,
    });
  });

  it('says what is wrong with the file itself, not that the upload broke off', async () => {
    const damaged = async function* () {
      yield PICTURE.subarray(0, 10);
      throw new WhatsAppError('rejected', 'The file was changed on the disk');
    };
    const adapter = adapterWith(() => Promise.resolve(Readable.from(damaged())));
    await expect(adapter.stage(fileToSend())).rejects.toMatchObject({
      kind: 'rejected',
      message: 'The file was changed on the disk',
    });
  });
});
