import { requireAsset, requireScope } from '../auth';
import type { Call, Json, Route } from '../call';
import { project } from '../fields';
import { GraphError, unknownObject } from '../graph-error';
import { paginate } from '../paging';
import type { Waba } from '../../state/entities';
import { parseOverride, verifyCallback } from './override';
import { PHONE_SHAPE, phoneNode } from './phone';

const wabaOf = (call: Call): Waba => {
  const waba = call.world.registry.wabas.get(call.objectId);
  if (!waba) throw unknownObject(call.method, call.objectId);
  requireAsset(call, waba.id);
  requireScope(call, 'whatsapp_business_management');
  return waba;
};

export const getWaba: Route = (call) => {
  const waba = wabaOf(call);
  const node = {
    id: waba.id,
    name: waba.name,
    currency: waba.currency,
    timezone_id: waba.timezoneId,
    account_review_status: waba.reviewStatus,
    business_verification_status: 'verified',
    ownership_type: 'SELF',
    message_template_namespace: `namespace_${waba.id}`,
    health_status: { can_send_message: 'AVAILABLE', entities: [] },
  };
  const shape = {
    type: 'WhatsAppBusinessAccount',
    defaults: ['name', 'timezone_id', 'message_template_namespace'],
  };
  return { body: project(node, call.params['fields'], shape) };
};

export const listPhoneNumbers: Route = (call) => {
  const waba = wabaOf(call);
  const numbers = [...call.world.registry.numbers.values()].filter(({ wabaId }) => wabaId === waba.id);
  return {
    body: paginate(
      numbers.map((number) => project(phoneNode(call, number), call.params['fields'], PHONE_SHAPE)),
      call,
    ),
  };
};

export const listSubscribedApps: Route = (call) => {
  const waba = wabaOf(call);
  const data = waba.subscribedApps.flatMap((appId) => {
    const app = call.world.registry.apps.get(appId);
    const override = waba.overrides[appId];
    if (!app) return [];
    return [
      {
        whatsapp_business_api_data: { id: app.id, name: app.name, link: app.link },
        ...(override ? { override_callback_uri: override.url } : {}),
      },
    ];
  });
  return { body: { data } };
};

/** Subscribes the caller's app. Without an override in the body an earlier one is gone: so does Meta. */
export const subscribeApp: Route = async (call) => {
  const waba = wabaOf(call);
  const { app } = call.caller;
  const isOverride = 'override_callback_uri' in call.params || 'verify_token' in call.params;
  if (isOverride) {
    const override = parseOverride(call.params);
    await verifyCallback(call, override);
    waba.overrides[app.id] = override;
  } else {
    delete waba.overrides[app.id];
  }
  waba.subscribedApps = [...new Set([...waba.subscribedApps, app.id])];
  return { body: { success: true } };
};

export const unsubscribeApp: Route = (call) => {
  const waba = wabaOf(call);
  const { app } = call.caller;
  waba.subscribedApps = waba.subscribedApps.filter((id) => id !== app.id);
  delete waba.overrides[app.id];
  return { body: { success: true } };
};

const FILTERS = ['name', 'status', 'category', 'language'] as const;
const TEMPLATE_DEFAULTS = ['name', 'parameter_format', 'components', 'language', 'status', 'category'];

export const listTemplates: Route = (call) => {
  const waba = wabaOf(call);
  const templates = [...call.world.registry.templates.values()].filter(
    (template) =>
      template.wabaId === waba.id &&
      FILTERS.every(
        (filter) => call.params[filter] === undefined || call.params[filter] === template[filter],
      ),
  );
  const nodes = templates.map(
    ({ id, name, language, status, category, components }): Json => ({
      id,
      name,
      language,
      status,
      category,
      components,
      parameter_format: 'POSITIONAL',
      quality_score: { score: 'UNKNOWN', date: 1767225600 },
      rejected_reason: 'NONE',
    }),
  );
  const shape = { type: 'WhatsAppMessageTemplate', defaults: TEMPLATE_DEFAULTS };
  return {
    body: paginate(
      nodes.map((node) => project(node, call.params['fields'], shape)),
      call,
    ),
  };
};

/** Templates are read here; writing them is not simulated, and says so instead of pretending. */
export const refuseTemplateWrite: Route = (call) => {
  wabaOf(call);
  throw new GraphError({ code: 3, message: 'Creating templates is not simulated' });
};
