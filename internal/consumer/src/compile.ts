import { fileURLToPath } from "node:url";
import type { Entry } from "@lutra-internal/checks/workspace";
import { compilers, moduleSettings, runCompiler } from "./compilers.ts";
import type { Scratch } from "./scratch.ts";

/** Types for entry points that run in Node; they come from the workspace, as a consumer has them anyway. */
const typeRoots = [fileURLToPath(new URL("../../../node_modules/@types", import.meta.url))];

/**
 * Compiles an import of every entry point, declarations included (`skipLibCheck: false`), with every compiler and both
 * ways to resolve modules. Entries for every platform are compiled without Node's types.
 *
 * @returns what the compilers had to say, one text per failed compilation
 */
export function compileConsumer(scratch: Scratch, entries: readonly Entry[]): string[] {
  const everywhere = entries.filter(({ node }) => !node);
  const groups = { everywhere, node: entries };
  const failures: string[] = [];
  for (const [group, members] of Object.entries(groups)) {
    scratch.write(`${group}.ts`, importAll(members));
    for (const [resolution, settings] of Object.entries(moduleSettings)) {
      const config = `tsconfig.${group}.${resolution}.json`;
      scratch.write(config, {
        compilerOptions: {
          ...settings,
          target: "ES2022",
          lib: ["ES2022", "DOM"],
          types: group === "node" ? ["node"] : [],
          typeRoots,
          strict: true,
          skipLibCheck: false,
          noEmit: true,
        },
        files: [`${group}.ts`],
      });
      for (const compiler of compilers) {
        const { passed, output } = runCompiler(scratch, compiler, config);
        if (!passed) failures.push(`${compiler}, ${resolution}, ${group}:\n${output}`);
      }
    }
  }
  return failures;
}

function importAll(entries: readonly Entry[]): string {
  const imports = entries.map(({ specifier }, i) => `import * as entry${i} from "${specifier}";\n`);
  const names = entries.map((_, i) => `entry${i}`);
  return `${imports.join("")}export const entries: object[] = [${names.join(", ")}];\n`;
}
