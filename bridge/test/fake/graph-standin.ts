import { createHash, createHmac } from 'node:crypto';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ACCESS_TOKEN, APP_SECRET, BUSINESS_ACCOUNT_ID, PHONE_NUMBER_ID } from '../support/fixtures';
import { FILE, NOBODY, SILENT } from './fake-adapter';

/** The id of whatever is uploaded. */
export const UPLOADED = '9001';

/** Exactly what Meta documents for a text and a picture; anything more or less is refused. */
const MessageBody = z
  .strictObject({
    messaging_product: z.literal('whatsapp'),
    recipient_type: z.literal('individual'),
    to: z
      .string()
      .regex(/^\+\d{5,20}$/)
      .optional(),
    recipient: z
      .string()
      .regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/)
      .optional(),
    type: z.enum(['text', 'image']),
    text: z.strictObject({ body: z.string().min(1).max(4096) }).optional(),
    image: z.strictObject({ id: z.literal(UPLOADED), caption: z.string().max(1024).optional() }).optional(),
    context: z.strictObject({ message_id: z.string().min(1) }).optional(),
    biz_opaque_callback_data: z.string().min(1).max(512),
  })
  .refine((body) => (body.to === undefined) !== (body.recipient === undefined))
  .refine((body) => body[body.type] !== undefined);

export const graphError = (code: number, message: string, more: object = {}): object => ({
  error: { message, type: 'OAuthException', code, fbtrace_id: 'Atrace', ...more },
});

type Answer = (request: FastifyRequest, reply: FastifyReply) => unknown;

export interface GraphStandin {
  url: string;
  /** Bodies of the messages that were taken. */
  taken: z.infer<typeof MessageBody>[];
  /** Method and path of every request, in order. */
  asked: string[];
  /** From now on, this path (without version) is answered so. */
  answer(path: string, answer: Answer): void;
  close(): Promise<void>;
}

const TOKEN_DATA = {
  is_valid: true,
  app_id: '700100',
  application: 'Inbox',
  expires_at: 0,
  scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
  granular_scopes: [],
};

export const tokenData = (overrides: object = {}): object => ({ data: { ...TOKEN_DATA, ...overrides } });

const proof = createHmac('sha256', APP_SECRET).update(ACCESS_TOKEN).digest('hex');

/** A small strict Graph: one app, one account, one number. */
export const startGraphStandin = async (): Promise<GraphStandin> => {
  const app = fastify({ forceCloseConnections: true });
  const taken: z.infer<typeof MessageBody>[] = [];
  const asked: string[] = [];
  const answers = new Map<string, Answer>();

  const sendMessage: Answer = (request, reply) => {
    const body = MessageBody.safeParse(request.body);
    if (!body.success) return reply.code(400).send(graphError(100, '(#100) Invalid parameter'));
    if (body.data.to === `+${NOBODY}`) {
      return reply.code(400).send(graphError(131026, '(#131026) Message undeliverable'));
    }
    taken.push(body.data);
    if (body.data.to === `+${SILENT}`) return request.raw.destroy();
    return {
      messaging_product: 'whatsapp',
      contacts: [{ input: body.data.to, wa_id: body.data.to?.slice(1) }],
      messages: [{ id: `wamid.${taken.length}` }],
    };
  };

  const usual: Record<string, Answer> = {
    debug_token: () => tokenData(),
    [PHONE_NUMBER_ID]: () => ({
      id: PHONE_NUMBER_ID,
      display_phone_number: '+1 555-010-0001',
      verified_name: 'Lucky Shrub',
      status: 'CONNECTED',
      quality_rating: 'GREEN',
      throughput: { level: 'STANDARD' },
    }),
    [`${BUSINESS_ACCOUNT_ID}/phone_numbers`]: () => ({
      data: [{ id: PHONE_NUMBER_ID, display_phone_number: '+1 555-010-0001' }],
    }),
    [`${BUSINESS_ACCOUNT_ID}/subscribed_apps`]: () => ({
      data: [{ whatsapp_business_api_data: { id: '700100', name: 'Inbox' } }],
    }),
    [`${BUSINESS_ACCOUNT_ID}/message_templates`]: () => ({ data: [] }),
    [`${PHONE_NUMBER_ID}/messages`]: sendMessage,
    [`${PHONE_NUMBER_ID}/media`]: () => ({ id: UPLOADED }),
    [FILE.id]: (request) => ({
      messaging_product: 'whatsapp',
      url: `http://${request.headers.host}/attachments/?mid=${FILE.id}`,
      mime_type: 'text/plain',
      sha256: createHash('sha256').update(FILE.bytes).digest('hex'),
      file_size: FILE.bytes.length,
      id: FILE.id,
    }),
  };

  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  app.get('/attachments/', async (request, reply) => {
    asked.push('GET attachments');
    return request.headers.authorization === `Bearer ${ACCESS_TOKEN}`
      ? reply.type('text/plain').send(FILE.bytes)
      : reply.code(404).send();
  });

  app.all('/v24.0/*', async (request, reply) => {
    const path = (request.params as { '*': string })['*'];
    asked.push(`${request.method} ${path}`);
    if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`) {
      return reply.code(401).send(graphError(190, 'Invalid OAuth access token - Cannot parse access token'));
    }
    if ((request.query as { appsecret_proof?: string }).appsecret_proof !== proof) {
      return reply.code(400).send(graphError(100, 'Invalid appsecret_proof provided in the API argument'));
    }
    const answer = answers.get(path) ?? usual[path];
    const unknown = 'Unsupported get request. Object with this ID does not exist';
    return answer?.(request, reply) ?? reply.code(400).send(graphError(100, unknown, { error_subcode: 33 }));
  });

  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    taken,
    asked,
    answer: (path, answer) => void answers.set(path, answer),
    close: () => app.close(),
  };
};
