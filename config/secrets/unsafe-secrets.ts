import rules from './secrets.json';

/** Every secret that is no secret, each with its reason. Empty when the installation may face the world. */
export const unsafeSecrets = (read: (name: string) => string | undefined): string[] =>
  rules.secrets.flatMap(({ name, minLength }) => {
    const value = read(name)?.trim() ?? '';
    if (value === '') return [`${name} (missing)`];
    const values = value.split(',').map((part) => part.trim());
    if (values.some((part) => rules.examples.some((example) => part.toLowerCase().startsWith(example)))) {
      return [`${name} (still the example)`];
    }
    return values.some((part) => part.length < minLength)
      ? [`${name} (shorter than ${minLength} characters)`]
      : [];
  });
