import type { Core } from '@strapi/strapi';
import { TENANT } from '../store';
import { findScopedTypes } from '../tenancy';

export interface Attribute {
  type: string;
  target?: string;
  relation?: string;
  mappedBy?: string;
  required?: boolean;
  writable?: boolean;
  enum?: string[];
  min?: number;
  minLength?: number;
  maxLength?: number;
  component?: string;
  components?: string[];
  repeatable?: boolean;
  targetField?: string;
  /** `whatsapp.sample`: a value that the attribute takes, where its type alone does not say. */
  pluginOptions?: { whatsapp?: { sample?: unknown } };
}

/** A content type as the check needs it: one whose rows are of companies, or from which relations lead to such rows. */
export interface Type {
  uid: string;
  singular: string;
  plural: string;
  isScoped: boolean;
  isSingle: boolean;
  /** Whether the Content Manager shows it to others than super admins. */
  isShown: boolean;
  hasDrafts: boolean;
  isLocalized: boolean;
  /** What people may write; nothing of Strapi's own. */
  attributes: Record<string, Attribute>;
}

interface Schema {
  uid: string;
  kind?: string;
  info?: { singularName?: string; pluralName?: string };
  options?: { draftAndPublish?: boolean };
  pluginOptions?: { 'content-manager'?: { visible?: boolean }; i18n?: { localized?: boolean } };
  attributes: Record<string, Attribute>;
}

const OF_STRAPI = new Set([
  'id',
  'documentId',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
  'locale',
  'localizations',
  'tenant',
]);

export const isOwn = (name: string, { writable }: Attribute): boolean =>
  !OF_STRAPI.has(name) && !name.startsWith('strapi_') && writable !== false;

const describe = (schema: Schema, isScoped: boolean): Type => ({
  uid: schema.uid,
  singular: schema.info?.singularName ?? schema.uid,
  plural: schema.info?.pluralName ?? schema.uid,
  isScoped,
  isSingle: schema.kind === 'singleType',
  isShown: schema.pluginOptions?.['content-manager']?.visible !== false,
  hasDrafts: schema.options?.draftAndPublish === true,
  isLocalized: schema.pluginOptions?.i18n?.localized === true,
  attributes: Object.fromEntries(
    Object.entries(schema.attributes).filter(([name, attribute]) => isOwn(name, attribute)),
  ),
});

export interface Types {
  /** Every type whose rows are of companies, the company itself first. */
  scoped: Type[];
  /** Types of nobody's from which relations lead to them. */
  shared: Type[];
  all: Type[];
  get(uid: string): Type | undefined;
}

/** Strapi's own people, roles and files are of no company, whatever an application hangs on them. */
const isOfAnApplication = (uid: string): boolean =>
  !/^(admin|strapi)::|^plugin::(users-permissions|upload|i18n)\./.test(uid);

export const readTypes = (strapi: Core.Strapi): Types => {
  const known = findScopedTypes(strapi);
  const schemas = Object.values(strapi.contentTypes as unknown as Record<string, Schema>);
  const scoped = schemas.filter(({ uid }) => known.isScoped(uid)).map((schema) => describe(schema, true));
  const shared = schemas
    .filter(({ uid }) => !known.isScoped(uid) && known.reaches(uid) && isOfAnApplication(uid))
    .map((schema) => describe(schema, false));
  scoped.sort((a, b) => Number(b.uid === TENANT) - Number(a.uid === TENANT));
  const all = [...scoped, ...shared];
  const byUid = new Map(all.map((type) => [type.uid, type]));
  return { scoped, shared, all, get: (uid) => byUid.get(uid) };
};

/** The relations of a type that lead to rows of companies. */
export const relationsOf = (
  type: Type,
  types: Types,
): { name: string; target: Type; attribute: Attribute }[] =>
  Object.entries(type.attributes).flatMap(([name, attribute]) => {
    const target =
      attribute.type === 'relation' && attribute.target ? types.get(attribute.target) : undefined;
    return target?.isScoped && target.uid !== TENANT ? [{ name, target, attribute }] : [];
  });

export const isToMany = ({ relation }: Attribute): boolean => relation?.endsWith('ToMany') ?? false;

const TEXTS = new Set(['string', 'text', 'richtext', 'email', 'uid']);

/** An attribute that can be searched for a word; undefined where a type has none. */
export const textOf = ({ attributes }: Type): string | undefined =>
  Object.entries(attributes).find(
    ([, { type }]) => type === 'string' || type === 'text' || TEXTS.has(type),
  )?.[0];
