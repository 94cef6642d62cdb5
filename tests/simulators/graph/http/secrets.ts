const SECRET = /^(access_token|input_token|appsecret_proof|verify_token|client_secret)$/;

/** What goes into the journal: whoever reads it learns no token. */
export const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, SECRET.test(key) ? '[secret]' : withoutSecrets(inner)]),
  );
};
