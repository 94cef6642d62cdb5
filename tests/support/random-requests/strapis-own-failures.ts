/**
 * Requests that Strapi 5.54.0 itself answers with a 500, without this plugin, for any row and for none: each by its words
 * and by the place that throws them. They say nothing about rows. Whatever is not listed here is a fault.
 */
const STRAPIS_OWN: [message: RegExp, place: RegExp, when: string][] = [
  [
    /strapi\.documents\(\.\.\.\)\.(publish|unpublish|discardDraft) is not a function/,
    /content-manager\/dist\/server\/services\/document-manager/,
    'drafts of a type without drafts',
  ],
  [
    /Cannot destructure property '(locale|entryId)'/,
    /content-manager\/dist\/server\/controllers\/relations/,
    'the choices for a relation that nobody chooses: createdBy, localizations, tenant',
  ],
  [
    /Expects properties __type an id to make a morph association/,
    /database\/dist\/entity-manager/,
    'a relation to any type in a form without the type',
  ],
  [/Cannot delete a draft document/, /document-service\/repository/, 'deletion over REST with status=draft'],
  [
    /Undefined attribute level operator|Attribute \S+ not found on model|Expected a valid Number/,
    /database\/dist\/(query\/helpers|fields)\//,
    'filters and orders that pass the check of parameters, and that the engine cannot read',
  ],
  [
    /^select [^\n]*(operator does not exist|invalid input syntax for type|is out of range for type|LIKE or GLOB pattern too complex)/,
    /pg-protocol|better-sqlite3/,
    'a filter whose operator or value does not fit its column: text within a number, a word for a date',
  ],
  [
    /^delete from [^\n]*current transaction is aborted/,
    /pg-protocol/,
    'a new row that Strapi takes back because one of its relations cannot be made: within a transaction it cannot',
  ],
  [
    /You must specify 2 values for the whereBetween clause/,
    /knex\/lib\/query\/querybuilder/,
    'a range with one end',
  ],
  [/toLowerCase is not a function/, /knex\/lib\/formatter/, 'an order with a way that is none'],
  [
    /^[^\n]*(from|into|update) ["`](public"\.")?(admin_|strapi_|files|upload_|up_|i18n_|app_topics)[^\n]*(invalid input syntax for type|is out of range for type|datatype mismatch|UNIQUE constraint failed: \S+\.id|_pkey")/,
    /pg-protocol|better-sqlite3/,
    "an id that is no number or is taken, for Strapi's own people, settings and files, and for types of nobody's",
  ],
];

/** Whether this line of the log, with its stack, is one of them. */
export const isStrapisOwn = (failure: string): boolean => {
  const place = /\n(at [^\n]*)/.exec(failure)?.[1] ?? '';
  return STRAPIS_OWN.some(([message, where]) => message.test(failure) && where.test(place));
};
