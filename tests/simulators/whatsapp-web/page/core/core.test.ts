import { Collection } from './collection';
import { MsgKey, createWid } from './ids';
import { createModel, hide } from './model';

describe('models and collections of the page', () => {
  it('tell what changed, what it was and that something changed, up to the collection', () => {
    const collection = new Collection<ReturnType<typeof create>>();
    const create = () =>
      createModel<{ id: string; ack: number; body: string }>({ id: 'a', ack: 0, body: '' });
    const model = collection.add(create());
    const told: unknown[] = [];
    collection.on('change:ack change:body', (_model, value, before) => told.push([before, value]));
    collection.on('change', () => told.push('changed'));
    model.set({ ack: 1, body: '' });
    expect(told).toEqual([[0, 1], 'changed']);
  });

  it('call a listener once, and none that was taken off', () => {
    const model = createModel<{ state: string }>({ state: 'a' });
    const told: string[] = [];
    const listener = (): void => void told.push('on');
    model.once('change:state', () => told.push('once')).on('change:state', listener);
    model.set({ state: 'b' }).set({ state: 'c' });
    model.off('change:state', listener).set({ state: 'd' });
    expect(told).toEqual(['once', 'on', 'on']);
  });

  it('show neither functions nor what is hidden', () => {
    const model = createModel<Record<string, unknown>>({
      id: createWid('1@lid'),
      act: () => 1,
      list: [{ f: () => 1, g: 2 }],
    });
    hide(model, 'secret', 1);
    expect(model.serialize()).toEqual({
      id: { user: '1', server: 'lid', _serialized: '1@lid' },
      list: [{ g: 2 }],
    });
    expect(Object.keys({ ...model })).not.toContain('secret');
  });

  it('are found by id or by what has one, and made when they can be', async () => {
    const collection = new Collection({ make: () => createModel({ id: 'x', isMade: true }) });
    expect(await collection.find('x')).toMatchObject({ id: 'x', isMade: true });
    await expect(new Collection().find('x')).rejects.toThrow('there is no x');
  });
});

describe('ids', () => {
  it.each(['', '123', 'a b@c.us', '1@example.com', undefined])('refuse %p', (value) => {
    expect(() => createWid(value)).toThrow('invalid wid');
  });

  it('take a string, another id and what looks like one', () => {
    const wid = createWid('15550107777@s.whatsapp.net');
    expect([createWid(wid), createWid({ _serialized: '15550107777@c.us' })].map(String)).toEqual([
      '15550107777@c.us',
      '15550107777@c.us',
    ]);
    expect(wid.toJid()).toBe('15550107777@s.whatsapp.net');
  });

  it('of messages name side, chat, message and in groups the person', () => {
    const key = new MsgKey({ selfDir: 'out', from: '1@c.us', to: '2@g.us', id: 'X', participant: '1@c.us' });
    expect(String(key)).toBe('true_2@g.us_X_1@c.us');
    expect(MsgKey.fromString(String(key))).toEqual(key);
  });
});
