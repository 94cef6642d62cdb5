import type { Limits } from '../messages/limits';
import type { Answer, Call, Route } from './call';
import { GraphError, unknownObject } from './graph-error';
import { getApp, listSubscriptions, subscribe, unsubscribe } from './routes/app';
import { debugToken } from './routes/debug-token';
import { getMedia } from './routes/media';
import { postMessage } from './routes/messages';
import { postMedia } from './routes/upload';
import { getPhone, getProfile, updatePhone } from './routes/phone';
import {
  getWaba,
  listPhoneNumbers,
  listSubscribedApps,
  listTemplates,
  refuseTemplateWrite,
  subscribeApp,
  unsubscribeApp,
} from './routes/waba';

type Node = 'root' | 'app' | 'waba' | 'phone' | 'media';

const nodeOf = ({ world: { registry, media }, objectId }: Call): Node | null => {
  if (objectId === 'debug_token') return 'root';
  if (registry.apps.has(objectId)) return 'app';
  if (registry.wabas.has(objectId)) return 'waba';
  if (media.get(objectId)) return 'media';
  return registry.numbers.has(objectId) ? 'phone' : null;
};

/** Every call that is simulated: `METHOD edge` by the kind of object that the id belongs to. */
const routesOf = (limits: Limits): Record<Node, Record<string, Route>> => ({
  root: { 'GET ': debugToken },
  app: {
    'GET ': getApp,
    'GET subscriptions': listSubscriptions,
    'POST subscriptions': subscribe,
    'DELETE subscriptions': unsubscribe,
  },
  waba: {
    'GET ': getWaba,
    'GET phone_numbers': listPhoneNumbers,
    'GET subscribed_apps': listSubscribedApps,
    'POST subscribed_apps': subscribeApp,
    'DELETE subscribed_apps': unsubscribeApp,
    'GET message_templates': listTemplates,
    'POST message_templates': refuseTemplateWrite,
  },
  phone: {
    'GET ': getPhone,
    'POST ': updatePhone,
    'GET whatsapp_business_profile': getProfile,
    'POST messages': postMessage(limits),
    'POST media': postMedia,
  },
  media: { 'GET ': getMedia },
});

export const createDispatch = (limits: Limits): ((call: Call) => Promise<Answer>) => {
  const routes = routesOf(limits);
  return async (call) => {
    const node = nodeOf(call);
    if (!node) throw unknownObject(call.method, call.objectId);
    const route = routes[node][`${call.method} ${call.edge}`];
    if (route) return route(call);
    if (call.method !== 'GET') throw unknownObject(call.method, call.objectId);
    throw new GraphError({ code: 2500, isBare: true, message: `Unknown path components: /${call.edge}` });
  };
};
