type Attribute = { type: string } & Record<string, unknown>;

interface Definition {
  singular: string;
  plural: string;
  displayName: string;
  attributes: Record<string, Attribute>;
  /** Tracked by Strapi, which therefore keeps them. Physical column names; never `id`: the inspectors lose it. */
  indexes?: { columns: string[]; unique?: boolean }[];
}

/** A foreign key column instead of Strapi's link table: one write, no join, and something an index can stand on. */
export const belongsTo = (target: string): Attribute => ({
  type: 'relation',
  relation: 'manyToOne',
  target,
  useJoinTable: false,
});

/**
 * A content type of this plugin. Hidden from the Content Manager and the Content-Type Builder: people work on these
 * rows through the inbox, where each sees only its own company.
 */
export const defineContentType = ({
  singular,
  plural,
  displayName,
  attributes,
  indexes = [],
}: Definition) => {
  const table = `whatsapp_${plural.replaceAll('-', '_')}`;
  return {
    schema: {
      kind: 'collectionType',
      collectionName: table,
      info: { singularName: singular, pluralName: plural, displayName },
      options: { draftAndPublish: false },
      pluginOptions: {
        'content-manager': { visible: false },
        'content-type-builder': { visible: false },
        i18n: { localized: false },
      },
      attributes,
      indexes: indexes.map(({ columns, unique }) => ({
        name: `${table}_${columns.map((column) => column.replace(/_id$/, '')).join('_')}_${unique ? 'uq' : 'ix'}`,
        columns,
        ...(unique ? { type: 'unique' } : {}),
      })),
    },
  };
};

export const TENANT = 'plugin::whatsapp.tenant';
export const AUDIT_ENTRY = 'plugin::whatsapp.audit-entry';
export const MEMBER = 'plugin::whatsapp.member';
export const CHANNEL = 'plugin::whatsapp.channel';
export const CONTACT = 'plugin::whatsapp.contact';
export const CONVERSATION = 'plugin::whatsapp.conversation';
export const MESSAGE = 'plugin::whatsapp.message';
