import { z } from 'zod';
import { requireAsset, requireScope } from '../auth';
import type { Call, Json, Route } from '../call';
import { project } from '../fields';
import { unknownObject, wrongParameter } from '../graph-error';
import type { PhoneNumber } from '../../state/entities';
import { parseOverride, verifyCallback } from './override';

/** The number of the path, seen by somebody who may see it. */
export const phoneOf = (call: Call): PhoneNumber => {
  const number = call.world.registry.numbers.get(call.objectId);
  if (!number) throw unknownObject(call.method, call.objectId);
  requireAsset(call, number.wabaId);
  return number;
};

const webhookConfiguration = (call: Call, number: PhoneNumber): Json => {
  const { app } = call.caller;
  const waba = call.world.registry.wabas.get(number.wabaId);
  const urls = {
    phone_number: number.overrides[app.id]?.url,
    whatsapp_business_account: waba?.overrides[app.id]?.url,
    application: app.webhook?.url,
  };
  return Object.fromEntries(Object.entries(urls).filter(([, url]) => url !== undefined));
};

export const phoneNode = (call: Call, number: PhoneNumber): Json => ({
  id: number.id,
  display_phone_number: number.display,
  verified_name: number.verifiedName,
  status: number.status,
  quality_rating: number.quality,
  quality_score: { score: number.quality },
  name_status: 'APPROVED',
  new_name_status: 'NONE',
  code_verification_status: 'VERIFIED',
  platform_type: 'CLOUD_API',
  account_mode: 'LIVE',
  throughput: { level: number.throughput },
  whatsapp_business_manager_messaging_limit: 'TIER_2K',
  is_official_business_account: false,
  is_on_biz_app: false,
  is_pin_enabled: true,
  webhook_configuration: webhookConfiguration(call, number),
  health_status: {
    can_send_message: number.status === 'CONNECTED' ? 'AVAILABLE' : 'BLOCKED',
    entities: [{ entity_type: 'PHONE_NUMBER', id: number.id, can_send_message: 'AVAILABLE' }],
  },
  last_onboarded_time: '2026-01-05T09:00:00+0000',
});

export const PHONE_SHAPE = {
  type: 'WhatsAppBusinessPhoneNumber',
  defaults: [
    'verified_name',
    'code_verification_status',
    'display_phone_number',
    'quality_rating',
    'platform_type',
    'throughput',
    'webhook_configuration',
  ],
};

export const getPhone: Route = (call) => {
  requireScope(call, 'whatsapp_business_management');
  const number = phoneOf(call);
  return { body: project(phoneNode(call, number), call.params['fields'], PHONE_SHAPE) };
};

const PhoneUpdate = z.object({
  webhook_configuration: z
    .object({ override_callback_uri: z.string(), verify_token: z.string().optional() })
    .optional(),
  pin: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});

/** Sets the number's webhook override (an empty address removes it) or its PIN. */
export const updatePhone: Route = async (call) => {
  requireScope(call, 'whatsapp_business_management');
  const number = phoneOf(call);
  const update = PhoneUpdate.safeParse(call.body);
  if (!update.success) throw wrongParameter('Invalid parameter');
  const { webhook_configuration: configuration, pin } = update.data;
  if (!configuration && pin === undefined) throw wrongParameter('Invalid parameter');
  if (configuration?.override_callback_uri === '') delete number.overrides[call.caller.app.id];
  else if (configuration) {
    const override = parseOverride(configuration);
    await verifyCallback(call, override);
    number.overrides[call.caller.app.id] = override;
  }
  return { body: { success: true } };
};

const PROFILE_FIELDS = [
  'about',
  'address',
  'description',
  'email',
  'profile_picture_url',
  'websites',
  'vertical',
];

export const getProfile: Route = (call) => {
  requireScope(call, 'whatsapp_business_messaging');
  const number = phoneOf(call);
  const profile: Json = {
    ...Object.fromEntries(PROFILE_FIELDS.map((field) => [field, undefined])),
    about: number.about || undefined,
    vertical: 'OTHER',
    messaging_product: 'whatsapp',
  };
  const shape = { type: 'WhatsAppBusinessProfile', defaults: [] };
  return {
    body: { data: [{ ...project(profile, call.params['fields'], shape), messaging_product: 'whatsapp' }] },
  };
};
