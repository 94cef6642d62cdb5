/** Meta's reading of a phone number in a request: separators are ignored, a missing `+` may cost a country code. */
export type DialledNumber = { number: string; warning?: string };

const FORMATTED = /^\+?[\d\s().-]+$/;

export const onlyDigits = (value: string): string => value.replace(/\D/g, '');

/** `+1 555-010-0001` → `1`. Null when the display number does not show where its country code ends. */
export const countryCodeOf = (display: string): string | null =>
  /^\+?(\d{1,3})[\s-]/.exec(display)?.[1] ?? null;

/** Null when this is no phone number at all. */
export const dial = (value: string, businessCountryCode: string | null): DialledNumber | null => {
  const digits = onlyDigits(value);
  if (!FORMATTED.test(value) || digits.length < 7) return null;
  if (value.startsWith('+')) return digits.length <= 15 ? { number: digits } : null;
  const warning = `"to" has no "+": Meta may put the country code of the business in front of it`;
  const isComplete = !businessCountryCode || digits.startsWith(businessCountryCode);
  const number = isComplete ? digits : `${businessCountryCode}${digits}`;
  return number.length <= 15 ? { number, warning } : null;
};
