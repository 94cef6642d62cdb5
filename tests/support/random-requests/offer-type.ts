import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const text = { type: 'string' };
const to = (relation: string, name: string) => ({
  type: 'relation',
  relation,
  target: `api::${name}.${name}`,
});

/** A part of an offer; it leads to rows of companies by itself. */
const LINE = {
  collectionName: 'components_sales_lines',
  info: { displayName: 'Line' },
  options: {},
  attributes: { label: text, badge: to('oneToOne', 'badge'), stages: to('oneToMany', 'stage') },
};

/**
 * A type that joins the companies with everything that Strapi lets a type have: drafts, languages, components, a dynamic
 * zone, relations in tables of their own, and relations to any type.
 */
const OFFER = {
  kind: 'collectionType',
  collectionName: 'app_offers',
  info: { singularName: 'offer', pluralName: 'offers', displayName: 'offer' },
  options: { draftAndPublish: true },
  pluginOptions: { whatsapp: { tenantScoped: true }, i18n: { localized: true } },
  attributes: {
    title: { ...text, pluginOptions: { i18n: { localized: true } } },
    amount: { type: 'integer' },
    validUntil: { type: 'datetime' },
    deal: to('manyToOne', 'deal'),
    main: { type: 'component', component: 'sales.line' },
    lines: { type: 'component', component: 'sales.line', repeatable: true },
    parts: { type: 'dynamiczone', components: ['sales.line'] },
    about: { type: 'relation', relation: 'morphToOne' },
    sources: { type: 'relation', relation: 'morphToMany' },
  },
};

export const OFFER_UID = 'api::offer.offer';

/** Every field of the type, as the Content Manager's rights name them. */
export const OFFER_FIELDS = [
  ...['title', 'amount', 'validUntil', 'deal', 'parts', 'about', 'sources'],
  ...['main', 'lines'].flatMap((part) => ['label', 'badge', 'stages'].map((field) => `${part}.${field}`)),
];

export const addOfferType = (folder: string): void => {
  const write = (file: string, content: string): void => {
    const full = path.join(folder, 'dist/src', file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, content);
  };
  write('components/sales/line.json', JSON.stringify(LINE));
  write('api/offer/content-types/offer/schema.json', JSON.stringify(OFFER));
  for (const [part, factory] of [
    ['controllers', 'Controller'],
    ['services', 'Service'],
    ['routes', 'Router'],
  ]) {
    write(
      `api/offer/${part}/offer.js`,
      `module.exports = require('@strapi/strapi').factories.createCore${factory}('${OFFER_UID}');`,
    );
  }
};
