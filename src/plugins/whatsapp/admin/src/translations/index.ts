/** Languages that the plugin speaks. European Portuguese reads the Brazilian texts rather than English ones. */
const LOADERS: Record<string, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import('./en.json'),
  es: () => import('./es.json'),
  'pt-BR': () => import('./pt-BR.json'),
  pt: () => import('./pt-BR.json'),
};

const prefixed = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([id, text]) => [`whatsapp.${id}`, text]));

/** Strapi's `registerTrads`: one answer per locale of the panel, empty where we have none (English then shows). */
export const loadTranslations = ({ locales }: { locales: string[] }) =>
  Promise.all(
    locales.map(async (locale) => {
      const texts = await LOADERS[locale]?.();
      return { locale, data: texts ? prefixed(texts.default) : {} };
    }),
  );
