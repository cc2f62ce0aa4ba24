import { readFileSync } from "node:fs";
import { root } from "@lutra-internal/checks/workspace";
import { type Compiler, compilers, moduleSettings, runCompiler } from "./compilers.ts";
import type { Scratch } from "./scratch.ts";

/** Every flag that makes a compiler stricter, and those that make it accept only what runs with its types removed. */
const strictFlags = {
  strict: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  isolatedDeclarations: true,
  isolatedModules: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
};

/** Program of an example, and the files that a user has of it. */
const program = "sales-report";
const programFiles = [
  "main.lt",
  "program-type.ld",
  "program.bytecode-lt.rr.ld",
  "program.sql-duckdb.rr.ld",
  "program.sql-pg.rr.ld",
];

/** Modules of the repository that cover what a generator writes. */
const goldenModules = [
  "showcase",
  "torture",
  "values",
  "combinators",
  "brands",
  "brand-combinators",
];

const onInterpreter = `import { AsyncRunner } from "@lutra/runner-async";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { ProgramsClient } from "./programs.lutra.ts";

await using lutra = new ProgramsClient(new AsyncRunner(new InterpreterRunner()));
const sale = { sold_on: 20_000, product_id: 7, units: 2, unit_price_cents: 450n };
const [month] = await lutra.salesReport([sale]);
const revenue: bigint | undefined = month?.revenue_cents;
console.log(month?.year, revenue);
`;

const onPglite = `import { PGlite } from "@electric-sql/pglite";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";
import { ProgramsClient } from "./programs.lutra.ts";

await using runner = new PostgresRunner(
  createPgliteAdapter(await PGlite.create(), { closeOnShutdown: true }),
);
await using lutra = new ProgramsClient(runner);
const sale = { sold_on: 20_000, product_id: 7, units: 2, unit_price_cents: 450n };
const [month] = await lutra.salesReport([sale]);
console.log(month?.year, month?.revenue_cents);
`;

const onDuckDb = `import { openDuckDb } from "@lutra/runner-duckdb/node";
import { ProgramsClient } from "./programs.lutra.ts";

await using runner = await openDuckDb();
await using lutra = new ProgramsClient(runner);
const sale = { sold_on: 20_000, product_id: 7, units: 2, unit_price_cents: 450n };
const [month] = await lutra.salesReport([sale]);
console.log(month?.year, month?.revenue_cents);
`;

const overHttp = `import { AsyncRunner } from "@lutra/runner-async";
import { createFetchHandler, fetchExchange, HttpClient } from "@lutra/runner-http";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { PageClient } from "./page.lutra.ts";
import { programs } from "./server.lutra.ts";

const runner = new AsyncRunner(new InterpreterRunner());
const handler = createFetchHandler(runner, { programs });
const exchange = fetchExchange(async (input, init) => handler(new Request(input, init)));
await using lutra = new PageClient(new HttpClient("http://localhost", { exchange }));
const sale = { sold_on: 20_000, product_id: 7, units: 2, unit_price_cents: 450n };
const [month] = await lutra.salesReport([sale]);
console.log(month?.year, month?.revenue_cents);
`;

/** Applications over generated modules, and the line that each prints. */
const applications = {
  interpreter: onInterpreter,
  http: overHttp,
  pglite: onPglite,
  duckdb: onDuckDb,
};
const printed = "2024 900n";

/** Databases that runners execute programs on, and the packages of the workspace that have them installed. */
const engines = {
  "@electric-sql/pglite": "runner-postgres",
  "@duckdb/node-api": "runner-duckdb",
};

/**
 * Generates modules with the installed command as the README shows, compiles them and the golden modules with every
 * compiler and every strict flag, and runs typed calls: on the interpreter, PGlite and DuckDB, and from a page of hashes over HTTP.
 *
 * @returns what went wrong, one text per command
 */
export function generateClient(scratch: Scratch): string[] {
  for (const file of programFiles) {
    const bytes = readFileSync(`${root}/examples/programs/${program}/${file}`);
    scratch.write(`programs/${program}/${file}`, bytes);
  }
  for (const name of goldenModules) {
    const text = readFileSync(`${root}/internal/fixtures/generated/${name}.lutra.ts`, "utf8");
    scratch.write(`src/${name}.lutra.ts`, text);
  }
  // As a user would install it; last, so that all checks before see the packages without it.
  for (const [engine, runner] of Object.entries(engines))
    scratch.link(engine, `${root}/packages/${runner}`);
  for (const [name, text] of Object.entries(applications)) scratch.write(`src/${name}.ts`, text);
  const failures = [
    ["--out", "src/programs.lutra.ts"],
    ["--out", "src/page.lutra.ts", "--programs", "hash", "--server-out", "src/server.lutra.ts"],
  ].flatMap((args) => {
    const { passed, output } = scratch.run("npx", [
      "--no-install",
      "lutra-codegen",
      "programs/",
      ...args,
    ]);
    return passed ? [] : [`lutra-codegen programs/ ${args.join(" ")}:\n${output}`];
  });
  return failures.length > 0 ? failures : [...compileModules(scratch), ...runClients(scratch)];
}

function compileModules(scratch: Scratch): string[] {
  const failures: string[] = [];
  for (const compiler of compilers) {
    for (const [resolution, settings] of Object.entries(moduleSettings)) {
      // Both meanings of optional properties are in use; each goes with one way to resolve modules.
      const exactOptionalPropertyTypes = resolution === "nodenext";
      const config = `tsconfig.generated.${resolution}.json`;
      scratch.write(config, {
        compilerOptions: {
          ...settings,
          ...strictFlags,
          ...erasable(compiler),
          exactOptionalPropertyTypes,
          target: "ES2022",
          lib: ["ES2022", "DOM"],
          types: [],
          skipLibCheck: true, // compileConsumer checks the declarations of the packages
          allowImportingTsExtensions: true,
          declaration: true,
          noEmit: true,
        },
        include: ["src"],
      });
      const { passed, output } = runCompiler(scratch, compiler, config);
      if (!passed) failures.push(`generated modules, ${compiler}, ${resolution}:\n${output}`);
    }
  }
  return failures;
}

/** Returns the flag of the compiler, which TypeScript 5.8 introduced, for code that runs with its types removed. */
function erasable(compiler: Compiler): object {
  return compiler === "typescript-5-7" ? {} : { erasableSyntaxOnly: true };
}

function runClients(scratch: Scratch): string[] {
  scratch.write("tsconfig.run.json", {
    compilerOptions: {
      ...moduleSettings.nodenext,
      target: "ES2022",
      lib: ["ES2022", "DOM"],
      types: [],
      skipLibCheck: true, // the declarations of PGlite mention those of Emscripten, which it does not bring along
      rewriteRelativeImportExtensions: true,
      rootDir: "src",
      outDir: "out",
    },
    include: ["src"],
  });
  const built = runCompiler(scratch, "typescript-6-0", "tsconfig.run.json");
  if (!built.passed) return [`applications over generated modules:\n${built.output}`];
  return Object.keys(applications).flatMap((name) => {
    const { passed, output } = scratch.run(process.execPath, [`out/${name}.js`]);
    return passed && output === printed ? [] : [`${name}, expected ${printed}:\n${output}`];
  });
}
