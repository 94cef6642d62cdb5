import { runNode } from '../command.mjs';
import { runMain } from '../main.mjs';
import { TOOLS } from '../paths.mjs';

/** Four programs, because server, panel, bridge and tests live in different worlds. */
const PROGRAMS = [
  { name: 'server', args: ['-p', 'tsconfig.json', '--incremental', 'false', '--tsBuildInfoFile', 'null'] },
  { name: 'admin', args: ['-p', 'src/admin/tsconfig.json'] },
  { name: 'bridge', args: ['-p', 'bridge/tsconfig.lint.json'] },
  { name: 'tests', args: ['-p', 'tests/tsconfig.json'] },
];

await runMain(async () => {
  let failed = 0;
  for (const { name, args } of PROGRAMS) {
    console.log(`\n— ${name}`);
    const { code } = await runNode(TOOLS.tsc, [...args, '--noEmit'], { show: true });
    failed += code === 0 ? 0 : 1;
  }
  return failed === 0 ? 0 : 1;
});
