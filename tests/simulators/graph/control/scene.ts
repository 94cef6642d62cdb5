import { z } from 'zod';
import { App, Person, PhoneNumber, Template, Token, Waba } from '../state/entities';
import type { Registry } from '../state/registry';

/** A whole world in one document. Applying it twice is the same as once: entries are replaced by their ids. */
export const Scene = z.strictObject({
  apps: z.array(App).default([]),
  wabas: z.array(Waba).default([]),
  numbers: z.array(PhoneNumber).default([]),
  tokens: z.array(Token).default([]),
  templates: z.array(Template).default([]),
  people: z.array(Person).default([]),
});
export type Scene = z.input<typeof Scene>;

export const applyScene = (registry: Registry, scene: z.infer<typeof Scene>): void => {
  scene.apps.forEach((app) => registry.addApp(app));
  scene.wabas.forEach((waba) => registry.addWaba(waba));
  scene.numbers.forEach((number) => registry.addNumber(number));
  scene.tokens.forEach((token) => registry.addToken(token));
  scene.templates.forEach((template) => registry.addTemplate(template));
  scene.people.forEach((person) => registry.addPerson(person));
};

const without = <Entry extends object, Key extends keyof Entry>(
  entry: Entry,
  ...keys: Key[]
): Omit<Entry, Key> => {
  const rest = { ...entry };
  keys.forEach((key) => delete rest[key]);
  return rest;
};

/** What exists, without secrets. */
export const describeScene = (registry: Registry): Record<string, unknown> => ({
  apps: [...registry.apps.values()].map((app) => ({
    ...without(app, 'secret'),
    webhook: app.webhook && without(app.webhook, 'verifyToken'),
  })),
  wabas: [...registry.wabas.values()].map((waba) => ({
    ...without(waba, 'overrides'),
    overridden: Object.keys(waba.overrides),
  })),
  numbers: [...registry.numbers.values()].map((number) => ({
    ...without(number, 'overrides'),
    overridden: Object.keys(number.overrides),
  })),
  tokens: [...registry.tokens.values()].map((token) => without(token, 'value')),
  templates: [...registry.templates.values()],
  people: [...registry.people.values()],
});
