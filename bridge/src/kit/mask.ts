/** What looks like a phone number: at least seven digits, spaces, dots, brackets and dashes allowed between. */
const NUMBER = /\+?\d(?:[\s().-]{0,2}\d){6,}/g;

/** A text for the log: foreign messages like to repeat the phone number that they complain about. */
export const maskNumbers = (text: string): string => text.replace(NUMBER, '[number]');

/** Takes known secrets out of a foreign text: Meta repeats a malformed token in its own error message. */
export const maskSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((masked, secret) => (secret ? masked.split(secret).join('[secret]') : masked), text);
