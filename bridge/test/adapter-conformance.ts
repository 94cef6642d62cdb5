import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { SendReceipt, type SendCommand } from '../../src/plugins/whatsapp/contracts/bridge';
import { CheckReport } from '../../src/plugins/whatsapp/contracts/channel';
import { ErrorReport, WhatsAppError } from '../../src/plugins/whatsapp/contracts/errors';
import { assertCapable, type ChannelAdapter } from '../src/adapters/adapter';
import { FILE, GONE, NOBODY, SILENT } from './fake/fake-adapter';
import { fileToSend, GONE_FILE, PICTURE } from './support/files-to-send';

export interface Conforming {
  adapter: ChannelAdapter;
  /** Makes the next message be refused, where the counterpart does not know `NOBODY`. */
  arrangeRefusal?(): void;
  /** Makes the next answer get lost, where the counterpart does not know `SILENT`. */
  arrangeLoss?(): void;
  /** A file that a customer sent, where the counterpart does not know `FILE`. */
  file?: { id: string; bytes: Buffer };
  dispose?(): Promise<void>;
}

export const textCommand = (overrides: Partial<SendCommand> = {}): SendCommand => ({
  clientRef: 'm1.1',
  to: { waId: '15550100123' },
  content: { type: 'text', body: 'Good morning' },
  ...overrides,
});

/** Every adapter passes this suite: it is the meaning of `ChannelAdapter`. */
export const describeAdapter = (name: string, create: () => Promise<Conforming>): void => {
  describe(`${name} keeps the adapter contract`, () => {
    let subject: Conforming;

    beforeEach(async () => {
      subject = await create();
      await subject.adapter.start();
    });
    afterEach(async () => {
      await subject.adapter.stop();
      await subject.dispose?.();
    });

    const failureOf = async (command: SendCommand): Promise<WhatsAppError> => {
      const error: unknown = await subject.adapter.send(command).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(WhatsAppError);
      return error as WhatsAppError;
    };

    it('publishes what it can do, text among it', () => {
      expect([...subject.adapter.capabilities]).toContain('text');
    });

    it('gives a receipt with the id that later reports carry', async () => {
      const receipt = await subject.adapter.send(textCommand());
      expect(SendReceipt.safeParse(receipt).error).toBeUndefined();
    });

    it('gives every message an id of its own', async () => {
      const first = await subject.adapter.send(textCommand({ clientRef: 'm1.1' }));
      const second = await subject.adapter.send(textCommand({ clientRef: 'm2.1' }));
      expect(first.messageId).not.toBe(second.messageId);
    });

    it('does nothing that it never promised', async () => {
      const poor: ChannelAdapter = { ...subject.adapter, capabilities: new Set(['text']) };
      expect(() => assertCapable(poor, textCommand({ quotedMessageId: 'wamid.Q' }))).toThrow(
        expect.objectContaining({ kind: 'unsupported' }) as Error,
      );
    });

    it('refuses a number that is not on WhatsApp as rejected, in words', async () => {
      subject.arrangeRefusal?.();
      const error = await failureOf(textCommand({ to: { waId: NOBODY } }));
      expect(error.kind).toBe('rejected');
      expect(error.upstreamCode).toBeTruthy();
      expect(ErrorReport.safeParse(error.toReport()).error).toBeUndefined();
    });

    it('calls a lost answer an unknown outcome', async () => {
      subject.arrangeLoss?.();
      expect((await failureOf(textCommand({ to: { waId: SILENT } }))).kind).toBe('unknown-outcome');
    });

    it('sends a file that was staged before, which may be staged twice', async () => {
      const file = fileToSend();
      const first = await subject.adapter.stage(file);
      expect(await subject.adapter.stage(file)).toEqual(first);
      const content = { type: 'image' as const, file: { ...file, ...first }, caption: 'Our shop' };
      const receipt = await subject.adapter.send(textCommand({ clientRef: 'f1.1', content }));
      expect(SendReceipt.safeParse(receipt).error).toBeUndefined();
    });

    it('stages nothing that is gone, or that is not what it should be', async () => {
      const wrong = fileToSend(PICTURE, { id: 'wrong1', sha256: '0'.repeat(64) });
      for (const file of [GONE_FILE, wrong])
        await expect(subject.adapter.stage(file)).rejects.toMatchObject({ kind: 'rejected' });
    });

    it('stages nothing after it was stopped', async () => {
      await subject.adapter.stop();
      await expect(subject.adapter.stage(fileToSend())).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('reports its check in lines', async () => {
      const report = await subject.adapter.check();
      expect(CheckReport.safeParse(report).error).toBeUndefined();
      expect(report.checks.length).toBeGreaterThan(0);
    });

    it('hands over a file whole, and says what its bytes must be', async () => {
      const { id, bytes } = subject.file ?? FILE;
      const download = await subject.adapter.fetchMedia(id);
      expect(await buffer(download.bytes)).toEqual(bytes);
      expect(download).toMatchObject({
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    });

    it.each([GONE, '../7001', 'me', ''])('has no file %p: asking again is of no use', async (mediaId) => {
      const error: unknown = await subject.adapter.fetchMedia(mediaId).catch((reason: unknown) => reason);
      expect(['rejected', 'invalid']).toContain((error as WhatsAppError).kind);
    });

    it('fetches nothing after it was stopped', async () => {
      await subject.adapter.stop();
      await expect(subject.adapter.fetchMedia((subject.file ?? FILE).id)).rejects.toMatchObject({
        kind: 'not-found',
      });
    });

    it('sends nothing after it was stopped, and may be stopped twice', async () => {
      await subject.adapter.stop();
      await expect(subject.adapter.stop()).resolves.toBeUndefined();
      expect((await failureOf(textCommand())).kind).toBe('not-found');
    });

    it('works again after another start', async () => {
      await subject.adapter.stop();
      await subject.adapter.start();
      await expect(subject.adapter.send(textCommand())).resolves.toMatchObject({
        messageId: expect.any(String) as string,
      });
    });
  });
};
