import { CUSTOMER, setStage } from '../testing/stage';
import type { Stage } from '../testing/stage';

const PNG = Buffer.from('a picture');

describe('what is sent beside texts', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(() => stage.close());

  const upload = async (
    { bytes = PNG, type = 'image/png' }: { bytes?: Buffer; type?: string } = {},
    fields: Record<string, string> = { messaging_product: 'whatsapp', type },
  ) => {
    const form = new FormData();
    Object.entries(fields).forEach(([name, value]) => form.set(name, value));
    form.set('file', new Blob([new Uint8Array(bytes)], { type }), 'a file');
    const response = await fetch(`${stage.simulator.url}/v24.0/${stage.number.id}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stage.token.value}` },
      body: form,
    });
    const body = (await response.json()) as { id?: string; error?: { code: number; message: string } };
    return { status: response.status, id: body.id ?? '', error: body.error };
  };
  const send = (type: string, content: unknown, more: object = {}) =>
    stage.send({ type, text: undefined, [type]: content, ...more });
  const failure = async (): Promise<unknown> => {
    await stage.simulator.drain();
    return stage.receiver
      .statuses()
      .map(({ errors }) => (errors as { code: number }[] | undefined)?.[0]?.code);
  };

  it('is a file that was uploaded, kept as it came', async () => {
    const { id } = await upload();
    expect(stage.simulator.media.get(id)).toMatchObject({ bytes: PNG, mimeType: 'image/png' });
    expect((await send('image', { id, caption: 'Our shop' })).status).toBe(200);
    expect(stage.simulator.ledger.accepted.entries.at(-1)).toMatchObject({
      type: 'image',
      text: 'Our shop',
      content: { id, caption: 'Our shop' },
    });
  });

  it.each([
    ['a type that Meta does not take', { type: 'application/zip' }, undefined, 100],
    ['bytes of no known type', { type: 'application/octet-stream' }, undefined, 100],
    ['no bytes', { bytes: Buffer.alloc(0) }, undefined, 100],
    [
      'more bytes than Meta takes',
      { bytes: Buffer.alloc(17 * 1024 * 1024), type: 'video/mp4' },
      undefined,
      131053,
    ],
    ['no product', {}, { type: 'image/png' }, 100],
    ['no field for its type', {}, { messaging_product: 'whatsapp' }, 100],
  ])('is no file with %s', async (_what, file, fields, code) => {
    expect((await upload(file, fields)).error?.code).toBe(code);
  });

  it('is no file of another number, nor one that nobody uploaded', async () => {
    const other = stage.simulator.registry.addNumber({ wabaId: stage.waba.id });
    const { id } = stage.simulator.media.add({ phoneNumberId: other.id, bytes: PNG, mimeType: 'image/png' });
    expect((await send('image', { id })).error.code).toBe(131009);
    expect((await send('image', { id: '123' })).error.code).toBe(131009);
  });

  it('fails later when the file is none of its kind', async () => {
    const { id } = await upload({ type: 'application/pdf' });
    expect((await send('image', { id })).status).toBe(200);
    expect(await failure()).toEqual([131053]);
  });

  it('fails later when a voice message is no Opus', async () => {
    const { id } = await upload({ type: 'audio/mpeg' });
    expect((await send('audio', { id, voice: true })).status).toBe(200);
    expect(await failure()).toEqual([131053]);
  });

  it.each<[string, unknown]>([
    ['location', { latitude: 41.38, longitude: 2.17, name: 'The shop' }],
    [
      'contacts',
      [{ name: { formatted_name: 'Nour Haddad', first_name: 'Nour' }, phones: [{ phone: '+15550100124' }] }],
    ],
  ])('is a %s', async (type, content) => {
    expect((await send(type, content)).status).toBe(200);
    expect(stage.simulator.ledger.accepted.entries.at(-1)).toMatchObject({ type, content });
  });

  it('is a reaction, of which nothing is reported but that it left', async () => {
    const { id } = stage.simulator.customers.write({
      phoneNumberId: stage.number.id,
      from: CUSTOMER,
      text: 'Hi',
    });
    expect((await send('reaction', { message_id: id, emoji: '👍' })).status).toBe(200);
    await stage.simulator.drain();
    expect(stage.receiver.statuses().map(({ status }) => status)).toEqual(['sent']);
  });

  it('is no reaction to what is not there', async () => {
    expect((await send('reaction', { message_id: 'wamid.HBgLMTY1MDU1', emoji: '👍' })).status).toBe(200);
    expect(await failure()).toEqual([131009]);
  });

  it.each<[string, string, unknown]>([
    ['a caption that is too long', 'image', { id: '1', caption: 'x'.repeat(1_025) }],
    ['a caption under a sound', 'audio', { id: '1', caption: 'Listen' }],
    ['a link and an id', 'document', { id: '1', link: 'https://example.com/a.pdf' }],
    ['a place beyond the pole', 'location', { latitude: 91, longitude: 0 }],
    ['a card without a part of its name', 'contacts', [{ name: { formatted_name: 'Nour' } }]],
    ['no card', 'contacts', []],
    ['a reaction without a sign', 'reaction', { message_id: 'wamid.HBgLMTY1MDU1' }],
  ])('is refused with %s', async (_what, type, content) => {
    const { status, error } = await send(type, content);
    expect([status, error.code]).toEqual([400, 100]);
  });

  it('is no reaction that quotes', async () => {
    const context = { message_id: 'wamid.HBgLMTY1MDU1' };
    expect((await send('reaction', { message_id: 'x', emoji: '' }, { context })).error.code).toBe(100);
  });
});
