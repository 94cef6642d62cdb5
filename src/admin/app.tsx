/** The panel's own settings. Everything of the product comes with the plugin. */
export default {
  config: {
    locales: ['es', 'pt-BR'],
    tutorials: false,
    // The panel does not ask GitHub for newer versions: an upgrade here is a decision, not a banner.
    notifications: { releases: false },
  },
  bootstrap() {},
};
