/** The names that Node gives to plain JavaScript files, for the linter. */
const NAMES = [
  'AbortController',
  'AbortSignal',
  'Buffer',
  'URL',
  'URLSearchParams',
  'clearInterval',
  'clearTimeout',
  'console',
  'fetch',
  'performance',
  'process',
  'setInterval',
  'setTimeout',
  'structuredClone',
];

const COMMONJS_NAMES = ['__dirname', '__filename', 'exports', 'module', 'require'];

export default Object.fromEntries([...NAMES, ...COMMONJS_NAMES].map((name) => [name, 'readonly']));
