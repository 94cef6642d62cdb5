import { createHash } from 'node:crypto';
import { BridgeFailure, MEDIA_HEADERS } from '../../../src/plugins/whatsapp/contracts/bridge';
import { SIGNATURE_HEADER } from '../../../src/plugins/whatsapp/contracts/signature';
import { FILE, GONE } from '../../test/fake/fake-adapter';
import { CHANNEL_ID } from '../../test/fake/plugin-standin';
import { pluginSignature, startRunningBridge, type RunningBridge } from '../../test/support/running-bridge';

const pathOf = (mediaId: string, channelId = CHANNEL_ID): string =>
  `/v1/channels/${channelId}/media/${mediaId}`;

describe('the file of a message', () => {
  let running: RunningBridge;
  beforeEach(async () => {
    running = await startRunningBridge();
  });
  afterEach(() => running.dispose());

  const get = (path: string, signed = pluginSignature(path, '', { method: 'GET' })): Promise<Response> =>
    fetch(`${running.url}${path}`, { headers: { [SIGNATURE_HEADER]: signed } });

  it('is handed over with what WhatsApp says of it, and without an announced end', async () => {
    const response = await get(pathOf(FILE.id));
    expect([response.status, response.headers.get('content-length')]).toEqual([200, null]);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get(MEDIA_HEADERS.size)).toBe(String(FILE.bytes.length));
    expect(response.headers.get(MEDIA_HEADERS.sha256)).toBe(
      createHash('sha256').update(FILE.bytes).digest('hex'),
    );
    expect(Buffer.from(await response.arrayBuffer())).toEqual(FILE.bytes);
  });

  it('breaks off when its bytes are wrong, and the log says so without the token', async () => {
    running.graph.answer(FILE.id, (request) => ({
      url: `http://${request.headers.host}/attachments/`,
      sha256: '0'.repeat(64),
    }));
    const response = await get(pathOf(FILE.id));
    await expect(response.arrayBuffer()).rejects.toThrow();
    expect(running.log()).toContain('did not get through');
    expect(running.log()).not.toContain('Bearer');
  });

  it('is refused unsigned, and signed for another file', async () => {
    const other = pluginSignature(pathOf('1'), '', { method: 'GET' });
    const asPost = pluginSignature(pathOf(FILE.id), '');
    const replies = await Promise.all(['', other, asPost].map((signed) => get(pathOf(FILE.id), signed)));
    expect(replies.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(running.graph.asked.filter((line) => line.includes('attachments'))).toEqual([]);
  });

  it.each([
    ['that WhatsApp has no longer', pathOf(GONE), 422, 'rejected'],
    ['of a channel that is none', pathOf(FILE.id, 'nobody'), 404, 'not-found'],
    ['whose id is a path', pathOf('..%2Fme'), 400, 'invalid'],
  ])('%s is not there', async (_what, path, status, kind) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(BridgeFailure.parse(await response.json()).error.kind).toBe(kind);
  });
});
