/**
 * The whole seam: real Chromium goes to https://web.whatsapp.com, and comes to us. One key is trusted, for this start only;
 * nothing else of the internet has an address.
 */
export const chromiumArgs = (port: number, spki: string): string[] => [
  `--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:${port},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1`,
  `--ignore-certificate-errors-spki-list=${spki}`,
];
