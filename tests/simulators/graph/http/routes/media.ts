import type { Media } from '../../state/media';
import { requireAsset, requireScope } from '../auth';
import type { Call, Route } from '../call';
import { unknownObject } from '../graph-error';

/** The file of the path, seen by somebody who may see the number that it came to. */
export const mediaOf = (call: Call): Media => {
  const { registry, media } = call.world;
  const file = media.get(call.objectId);
  const number = registry.numbers.get(file?.phoneNumberId ?? '');
  if (!file || !number) throw unknownObject(call.method, call.objectId);
  requireAsset(call, number.wabaId);
  return file;
};

/** `GET /{media-id}`: an address of the bytes that lives five minutes. */
export const getMedia: Route = (call) => {
  requireScope(call, 'whatsapp_business_messaging');
  const file = mediaOf(call);
  const asked = call.params['phone_number_id'];
  if (asked !== undefined && asked !== file.phoneNumberId) throw unknownObject(call.method, call.objectId);

  const { clock, media, settings } = call.world;
  const expiresAt = clock.now() + settings().mediaAddressMs;
  const url = new URL('/whatsapp_business/attachments/', call.baseUrl);
  url.search = new URLSearchParams({
    mid: file.id,
    ext: String(Math.floor(expiresAt / 1000)),
    hash: media.issue(file.id, expiresAt),
  }).toString();
  return {
    body: {
      messaging_product: 'whatsapp',
      url: url.href,
      mime_type: file.mimeType,
      sha256: file.sha256,
      file_size: file.bytes.length,
      id: file.id,
    },
  };
};
