/** Where Strapi answers. Its global, of which only the server's own half is typed. */
export const backendAddress = (): string =>
  (window as unknown as { strapi: { backendURL: string } }).strapi.backendURL;
