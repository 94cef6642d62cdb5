type Detail = string | number | null | undefined;

/** `[whatsapp] Processed event=12 trace=4bf9…`: ids and words only, one line, nothing of what people wrote. */
export const logLine = (what: string, details: Record<string, Detail>): string => {
  const known = Object.entries(details).filter(([, value]) => value !== null && value !== undefined);
  return ['[whatsapp]', what, ...known.map(([name, value]) => `${name}=${value}`)].join(' ');
};
