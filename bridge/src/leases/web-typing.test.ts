import type { PluginRequest } from '../plugin/plugin-client';
import { createTypingTeller } from './web-typing';

const ANA = { channelId: 'shop', from: { waId: '15550100101' }, isTyping: true };

/** A plugin that answers when it is told to. */
const slowPlugin = () => {
  const asked: PluginRequest[] = [];
  const answers: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  const request = (one: PluginRequest): Promise<unknown> =>
    new Promise((resolve, reject) => {
      asked.push(one);
      answers.push({ resolve, reject });
    });
  return {
    asked,
    answers,
    plugin: { request, open: () => Promise.reject(new Error('Nothing is opened')), close: () => undefined },
  };
};

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

describe('who types, told to the plugin', () => {
  it('says who, where, and whether they still do', () => {
    const { asked, plugin } = slowPlugin();
    createTypingTeller(plugin)(ANA);
    expect(asked).toMatchObject([{ method: 'POST', path: '/web-typing' }]);
    expect(JSON.parse(String(asked[0]?.body))).toEqual(ANA);
  });

  it('never takes more than a few places on the way, and gives them back', async () => {
    const { asked, answers, plugin } = slowPlugin();
    const tell = createTypingTeller(plugin);
    for (let n = 0; n < 10; n += 1) tell(ANA);
    expect(asked).toHaveLength(4);
    answers[0]?.resolve({ ok: true });
    await turns();
    tell(ANA);
    tell(ANA);
    expect(asked).toHaveLength(5);
  });

  it('forgets what did not arrive', async () => {
    const { asked, answers, plugin } = slowPlugin();
    const tell = createTypingTeller(plugin);
    tell(ANA);
    answers[0]?.reject(new Error('The plugin is away'));
    await turns();
    expect(asked).toHaveLength(1);
    for (let n = 0; n < 4; n += 1) tell(ANA);
    expect(asked).toHaveLength(5);
  });
});
