import type { Core } from '@strapi/strapi';
import { TENANT } from '../../store';
import { engineOf, type Attribute, type Model } from './engine';

/** The relation that says whose a row is. Not shown, not writable from outside: it is stamped. */
const TENANT_RELATION = {
  type: 'relation',
  relation: 'manyToOne',
  target: TENANT,
  useJoinTable: false,
  configurable: false,
  writable: false,
  visible: false,
  private: true,
};

interface ContentType {
  uid: string;
  kind?: string;
  collectionName?: string;
  plugin?: string;
  pluginOptions?: { whatsapp?: { tenantScoped?: unknown } };
  attributes: Record<string, Attribute>;
}

const typesOf = (strapi: Core.Strapi): ContentType[] =>
  Object.values(strapi.contentTypes as unknown as Record<string, ContentType>);

const isOurs = ({ uid }: { uid: string }): boolean => uid.startsWith('plugin::whatsapp.');
const isDeclared = ({ pluginOptions }: ContentType): boolean =>
  pluginOptions?.whatsapp?.tenantScoped === true;

const refuse = (uid: string, why: string): never => {
  throw new Error(`${uid} cannot be scoped to companies (pluginOptions.whatsapp.tenantScoped): ${why}`);
};

/** Gives every content type that joins its relation to the company. Refuses, with the reason, what cannot join. */
export const joinDeclaredTypes = (strapi: Core.Strapi): void => {
  for (const type of typesOf(strapi)) {
    const declared: unknown = type.pluginOptions?.whatsapp?.tenantScoped;
    if (declared !== undefined && typeof declared !== 'boolean')
      refuse(type.uid, 'the option is true or false.');
    if (isOurs(type) || !isDeclared(type)) continue;
    if (type.kind === 'singleType')
      refuse(type.uid, 'a single type has one row, which cannot be of every company.');

    const own = type.attributes.tenant;
    if (!own) type.attributes.tenant = { ...TENANT_RELATION };
    else if (own.target !== TENANT || own.relation !== 'manyToOne' || own.useJoinTable !== false) {
      refuse(
        type.uid,
        `its attribute "tenant" is something else. Rename it, or declare it as manyToOne to ${TENANT} with ` +
          '"useJoinTable": false.',
      );
    }
  }
};

export interface ScopedTypes {
  isScoped(uid: string): boolean;
  uids: string[];
  /** The column of a scoped table that says whose a row is; undefined for every other table. */
  columnOfTable(table: string): string | undefined;
  columnOf(uid: string): string;
  /** What nobody outside of this plugin reads of its rows, by each name: Strapi hides private fields from REST only. */
  secretsOf(uid: string): readonly string[];
  /** The types, components included, from which a query may reach a scoped type by relations. */
  reaches(uid: string): boolean;
}

const targetsOf = ({ attributes }: Model): string[] =>
  Object.values(attributes).flatMap(({ target, component, components }) => [
    ...(target ? [target] : []),
    ...(component ? [component] : []),
    ...(components ?? []),
  ]);

const reachingTypes = (models: Model[], scoped: Set<string>): Set<string> => {
  const reaching = new Set(scoped);
  for (let grown = true; grown; ) {
    const more = models.filter(
      (model) => !reaching.has(model.uid) && targetsOf(model).some((target) => reaching.has(target)),
    );
    more.forEach(({ uid }) => reaching.add(uid));
    grown = more.length > 0;
  }
  return reaching;
};

/** Which types are scoped: all of ours, and those that declared it. Once Strapi knows its models. */
export const findScopedTypes = (strapi: Core.Strapi): ScopedTypes => {
  const scoped = new Set(
    typesOf(strapi)
      .filter((type) => isOurs(type) || isDeclared(type))
      .map(({ uid }) => uid),
  );
  const models = [...engineOf(strapi).metadata.values()];
  const columnOf = (uid: string): string => (uid === TENANT ? 'id' : 'tenant_id');
  const columns = new Map(
    models.filter(({ uid }) => scoped.has(uid)).map(({ uid, tableName }) => [tableName, columnOf(uid)]),
  );
  const secrets = new Map(
    models
      .filter(isOurs)
      .map(({ uid, attributes }) => [
        uid,
        Object.entries(attributes).flatMap(([name, { private: isPrivate, type, columnName }]) =>
          isPrivate && type !== 'relation' ? [name, columnName ?? name] : [],
        ),
      ]),
  );
  const reaching = reachingTypes(models, scoped);
  return {
    isScoped: (uid) => scoped.has(uid),
    uids: [...scoped],
    columnOfTable: (table) => columns.get(table),
    columnOf,
    secretsOf: (uid) => secrets.get(uid) ?? [],
    reaches: (uid) => reaching.has(uid),
  };
};
