import { runNode } from '../command.mjs';
import { runMain } from '../main.mjs';
import { TOOLS } from '../paths.mjs';

const CHECKS = [
  {
    name: 'eslint',
    file: TOOLS.eslint,
    args: ['.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/'],
  },
  {
    name: 'dependency-cruiser',
    file: TOOLS.depcruise,
    args: ['--config', '.dependency-cruiser.cjs', 'src', 'bridge/src', 'bridge/test', 'config', 'tests'],
  },
  { name: 'prettier', file: TOOLS.prettier, args: ['--check', '--log-level', 'warn', '--cache', '.'] },
];

/** All of them, even when one finds something: one look shows everything. */
await runMain(async () => {
  let failed = 0;
  for (const { name, file, args } of CHECKS) {
    console.log(`\n— ${name}`);
    const { code } = await runNode(file, args, { show: true });
    failed += code === 0 ? 0 : 1;
  }
  return failed === 0 ? 0 : 1;
});
