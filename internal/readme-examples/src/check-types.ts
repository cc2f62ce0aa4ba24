// Type-checks every example of the documentation; a step of `npm run check`.
import { docblocks, packageReadmes, projectPages } from "./documents.ts";
import { createSandbox } from "./sandbox.ts";

const sandbox = createSandbox([...packageReadmes(), ...projectPages(), ...docblocks()]);
try {
  const { passed, output } = await sandbox.typeCheck();
  if (!passed) console.error(output);
  process.exitCode = passed ? 0 : 1;
} finally {
  sandbox.remove();
}
