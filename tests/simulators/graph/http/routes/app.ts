import { Callback } from '../../state/entities';
import type { App } from '../../state/entities';
import type { Call, Json, Route } from '../call';
import { project } from '../fields';
import { GraphError, missingParameter, unknownObject, wrongParameter } from '../graph-error';
import { requireUsable, verifyCallback } from './override';

const OBJECT = 'whatsapp_business_account';

const ownApp = (call: Call): App => {
  if (call.caller.app.id !== call.objectId) throw unknownObject(call.method, call.objectId);
  return call.caller.app;
};

/** Subscriptions belong to the app itself: only `APP_ID|APP_SECRET` may touch them. */
const appAsItself = (call: Call): App => {
  const app = ownApp(call);
  if (call.caller.kind === 'app') return app;
  throw new GraphError({ code: 15, message: 'This method must be called with an app access_token.' });
};

export const getApp: Route = (call) => {
  const { id, name, link } = ownApp(call);
  const node = { id, name, link, category: 'Business' };
  return {
    body: project(node, call.params['fields'], {
      type: 'Application',
      defaults: ['category', 'link', 'name'],
    }),
  };
};

export const listSubscriptions: Route = (call) => {
  const { webhook } = appAsItself(call);
  if (!webhook) return { body: { data: [] } };
  const fields = webhook.fields.map((name) => ({ name, version: webhook.version }));
  return { body: { data: [{ object: OBJECT, callback_url: webhook.url, active: true, fields }] } };
};

const textParam = (params: Json, name: string): string => {
  const value = params[name];
  if (typeof value !== 'string' || value === '') throw missingParameter(name);
  return value;
};

const fieldsOf = (value: unknown): string[] => {
  const names = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value.map(String) : [];
  return names.map((name) => name.trim()).filter((name) => name !== '');
};

/** Saves the app's callback after the handshake. */
export const subscribe: Route = async (call) => {
  const app = appAsItself(call);
  if (textParam(call.params, 'object') !== OBJECT)
    throw wrongParameter(`Param object must be ${OBJECT} here`);
  const url = textParam(call.params, 'callback_url');
  const verifyToken = textParam(call.params, 'verify_token');
  const fields = fieldsOf(call.params['fields']);
  if (fields.length === 0) throw missingParameter('fields');
  requireUsable('callback_url', url);
  await verifyCallback(call, { url, verifyToken });
  app.webhook = Callback.parse({
    url,
    verifyToken,
    fields,
    ...(call.version ? { version: call.version } : {}),
  });
  return { body: { success: true } };
};

export const unsubscribe: Route = (call) => {
  appAsItself(call).webhook = null;
  return { body: { success: true } };
};
