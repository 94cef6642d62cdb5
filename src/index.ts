/** Strapi's entry. The product lives in plugins; Strapi itself closes sockets and database on SIGTERM and SIGINT. */
export default {};
