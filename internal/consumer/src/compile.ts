import { fileURLToPath } from "node:url";
import type { Entry } from "@lutra-internal/checks/workspace";
import type { Scratch } from "./scratch.ts";

/** The compilers that consumers use; aliases in this package's manifest. */
const compilers = ["typescript-5-7", "typescript-5-9", "typescript-6-0"] as const;

const moduleSettings = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
} as const;

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
        const tsc = fileURLToPath(new URL(`../node_modules/${compiler}/bin/tsc`, import.meta.url));
        const { passed, output } = scratch.run(process.execPath, [tsc, "-p", config]);
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
