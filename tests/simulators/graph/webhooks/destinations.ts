import type { App } from '../state/entities';
import type { Registry } from '../state/registry';

export interface Topic {
  wabaId: string;
  phoneNumberId: string | null;
  field: string;
}

export interface Destination {
  app: App;
  url: string;
}

/**
 * Where an update goes: to every app that the account is subscribed to and that asked for the field.
 * `messages` go to the number's override, else the account's, else the app's address; other fields know no override.
 */
export const destinationsOf = (registry: Registry, topic: Topic): Destination[] => {
  const waba = registry.wabas.get(topic.wabaId);
  const number = topic.phoneNumberId === null ? undefined : registry.numbers.get(topic.phoneNumberId);
  return (waba?.subscribedApps ?? []).flatMap((appId) => {
    const app = registry.apps.get(appId);
    if (!app?.webhook?.fields.includes(topic.field) || app.mode !== 'live') return [];
    const override =
      topic.field === 'messages' ? (number?.overrides[appId] ?? waba?.overrides[appId])?.url : undefined;
    return [{ app, url: override ?? app.webhook.url }];
  });
};
