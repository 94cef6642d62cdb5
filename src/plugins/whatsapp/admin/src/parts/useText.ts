import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import en from '../translations/en.json';

/** Every sentence of the plugin, without the prefix that keeps it apart from other plugins' texts. */
export type TextId = keyof typeof en;
export type TextValues = Record<string, string | number>;
export type Text = (id: TextId, values?: TextValues) => string;

/** The plugin's words in the reader's language; English where a translation is missing. */
export const useText = (): Text => {
  const { formatMessage } = useIntl();
  return useCallback(
    (id, values) => formatMessage({ id: `whatsapp.${id}`, defaultMessage: en[id] }, values),
    [formatMessage],
  );
};
