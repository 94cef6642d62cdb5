import { MEDIA_TYPES, plainType } from '../../messages/media-types';
import { requireProduct } from '../../messages/parse';
import { requireScope } from '../auth';
import type { Route } from '../call';
import { GraphError, missingParameter, wrongParameter } from '../graph-error';
import { phoneOf } from './phone';

const KNOWN_TYPES = [...new Set(Object.values(MEDIA_TYPES).flatMap(({ types }) => types))].sort();

/** What Meta keeps at most of this type, as whatever it is sent: a video is no larger for being a document. */
const limitOf = (type: string): number =>
  Math.min(
    ...Object.values(MEDIA_TYPES).flatMap(({ types, maxBytes }) => (types.includes(type) ? [maxBytes] : [])),
  );

/** `POST /{phone}/media`: keeps a file for 30 days. What the part itself says of its type counts, not the field `type`. */
export const postMedia: Route = (call) => {
  requireScope(call, 'whatsapp_business_messaging');
  const number = phoneOf(call);
  requireProduct(call.body);
  const file = call.form?.file;
  if (!file) throw missingParameter('file');
  if (call.body['type'] === undefined) throw missingParameter('type');
  const type = plainType(file.mimeType);
  if (!KNOWN_TYPES.includes(type)) {
    throw wrongParameter(
      `Param file must be a file with one of the following types: ${KNOWN_TYPES.join(', ')}. Received file of type '${file.mimeType}'.`,
    );
  }
  if (file.bytes.length === 0) throw wrongParameter('Param file must not be empty.');
  if (file.bytes.length > limitOf(type))
    throw new GraphError({ code: 131053, details: `The file is larger than ${limitOf(type)} bytes` });
  const { id } = call.world.media.add({
    phoneNumberId: number.id,
    bytes: file.bytes,
    mimeType: file.mimeType,
  });
  return { body: { id } };
};
