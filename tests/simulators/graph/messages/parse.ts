import { z } from 'zod';
import { GraphError, missingParameter, wrongParameter } from '../http/graph-error';
import { isWamid } from '../kit/ids';
import { CONTENT_TYPES } from './content-types';

type Json = Record<string, unknown>;

export interface ParsedMessage {
  to: string | null;
  recipient: string | null;
  type: string;
  text: string | null;
  /** What stood under the name of the type. */
  content: Json | unknown[];
  quotedMessageId: string | null;
  reference: string | null;
}

/** Fields that Meta knows at the top. Others it ignores in silence; here they become a warning. */
const KNOWN = new Set([
  'messaging_product',
  'recipient_type',
  'to',
  'recipient',
  'type',
  'context',
  'biz_opaque_callback_data',
  'recipient_identity_key_hash',
  'access_token',
  'appsecret_proof',
  ...Object.keys(CONTENT_TYPES),
]);
const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
const LONGEST_REFERENCE = 512;

const Context = z.strictObject({ message_id: z.string() });

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const pathOf = (root: string, path: readonly PropertyKey[]): string =>
  `${root}${path.map((key) => `['${String(key)}']`).join('')}`;

const refusalOf = (root: string, issue: z.core.$ZodIssue): GraphError => {
  const path = pathOf(root, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return wrongParameter(`Unexpected key "${issue.keys[0] ?? ''}" on param "${path}".`);
  }
  if (issue.code === 'custom' && issue.params?.['meta'] === 'required') return missingParameter(path);
  if (issue.code === 'invalid_type' && issue.input === undefined) return missingParameter(path);
  if (issue.code === 'invalid_type') return wrongParameter(`Param ${path} must be a ${issue.expected}.`);
  return wrongParameter(`Param ${path} ${issue.message}`);
};

const parseStrictly = (root: string, schema: z.ZodType, value: unknown): void => {
  const result = schema.safeParse(value, { reportInput: true });
  const [issue] = result.success ? [] : result.error.issues;
  if (issue) throw refusalOf(root, issue);
};

export const requireProduct = (body: Json): void => {
  if (body['messaging_product'] === undefined) throw missingParameter('messaging_product');
  if (body['messaging_product'] !== 'whatsapp') {
    throw wrongParameter(
      `Param messaging_product must be one of {WHATSAPP} - got ${JSON.stringify(body['messaging_product'])}.`,
    );
  }
};

const parseText = (body: Json, key: string): string | null => {
  const value = body[key];
  if (value === undefined) return null;
  if (typeof value !== 'string') throw wrongParameter(`Param ${key} must be a string.`);
  return value;
};

const parseRecipient = (body: Json): Pick<ParsedMessage, 'to' | 'recipient'> => {
  const to = parseText(body, 'to') || null;
  const recipient = parseText(body, 'recipient') || null;
  if (to === null && recipient === null) throw missingParameter('to');
  const kind = body['recipient_type'] ?? 'individual';
  if (kind === 'group') throw new GraphError({ code: 131041, details: 'No such group' });
  if (kind !== 'individual') {
    throw wrongParameter(
      `Param recipient_type must be one of {INDIVIDUAL, GROUP} - got "${JSON.stringify(kind)}".`,
    );
  }
  if (to === null && recipient !== null && !BSUID.test(recipient)) {
    throw new GraphError({ code: 131009, details: '"recipient" is not a business-scoped user id' });
  }
  return { to, recipient };
};

const parseQuote = (body: Json): string | null => {
  if (body['context'] === undefined) return null;
  parseStrictly('context', Context, body['context']);
  const { message_id: id } = Context.parse(body['context']);
  if (!isWamid(id))
    throw new GraphError({ code: 131009, details: '"context.message_id" is not the id of a message' });
  return id;
};

/** A body of `POST /{phone}/messages` as Meta reads it: refused with Meta's code, or understood. */
export const parseMessage = (body: Json, warn: (warning: string) => void): ParsedMessage => {
  requireProduct(body);
  const { to, recipient } = parseRecipient(body);
  if (to !== null && recipient !== null) warn('Both "to" and "recipient": "to" wins');
  const type = parseText(body, 'type') ?? 'text';
  if (body['type'] === undefined) warn('"type" is left out: Meta takes the message for a text');
  const contentType = CONTENT_TYPES[type];
  if (contentType === undefined) {
    const known = Object.keys(CONTENT_TYPES).join(', ').toUpperCase();
    throw wrongParameter(`Param type must be one of {${known}} - got "${type}".`);
  }
  if (contentType === null)
    throw new GraphError({ code: 131051, details: `"${type}" is not supported here` });
  const content = body[type];
  if (content === undefined) {
    throw new GraphError({ code: 131008, details: `"${type}" is missing for a message of type ${type}` });
  }
  if (!isObject(content) && !Array.isArray(content))
    throw wrongParameter(`Param ${type} must be a JSON object.`);
  parseStrictly(type, contentType.schema, content);
  const reference = parseText(body, 'biz_opaque_callback_data');
  if (reference !== null && reference.length > LONGEST_REFERENCE) {
    throw wrongParameter(
      `Param biz_opaque_callback_data must be at most ${LONGEST_REFERENCE} characters long.`,
    );
  }
  if (type === 'reaction' && body['context'] !== undefined)
    throw wrongParameter('Unexpected key "context" on param "".');
  const quotedMessageId = parseQuote(body);
  const ignored = Object.keys(body).filter(
    (key) => !KNOWN.has(key) || (key in CONTENT_TYPES && key !== type),
  );
  ignored.forEach((key) => warn(`"${key}" is not read by Meta`));
  return { to, recipient, type, text: contentType.textOf(content), content, quotedMessageId, reference };
};
