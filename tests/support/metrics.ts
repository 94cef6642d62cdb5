import { createApiClient } from './api-client';
import type { Reply } from './api-client';
import type { Installation } from './installation';

const tokenOf = ({ env }: Installation): string => env.WHATSAPP_METRICS_TOKEN ?? '';

/** Asks as Prometheus does. */
export const scrape = async (
  installation: Installation,
  of: 'plugin' | 'bridge' = 'plugin',
): Promise<string> => {
  const [url, path] =
    of === 'plugin'
      ? [installation.strapiUrl, '/api/whatsapp/metrics']
      : [installation.bridgeUrl, '/metrics'];
  const { status, body } = await createApiClient(url, tokenOf(installation)).get(path);
  if (status !== 200) throw new Error(`HTTP ${status}: ${String(body)}`);
  return String(body);
};

/** The value of one line, as `name{labels}`; 0 where nothing was counted yet. */
export const valueOf = (text: string, series: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1) ?? 0,
  );

/** The health with all its numbers, as whoever holds the token of the metrics is told. */
export const askHealth = (installation: Installation): Promise<Reply> =>
  createApiClient(installation.strapiUrl, tokenOf(installation)).get('/api/whatsapp/health');
