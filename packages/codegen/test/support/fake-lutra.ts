import { chmodSync } from "node:fs";
import { parsePrintedTypes, programCodec } from "@lutra/bin/program";
import { showcase } from "@lutra-internal/fixtures";
import type { ProjectFolder } from "./project.ts";

/** Answers of a command that stands for upstream's `lutra`. */
export interface FakeLutra {
  readonly version?: string;
  /** Pages that `gen-docs` writes, by path. */
  readonly pages: Readonly<Record<string, string>>;
  /** Types that `compile` prints, by the path of the function. It fails for others. */
  readonly types: Readonly<Record<string, string>>;
}

const script = `#!/usr/bin/env node
const { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { version, pages, types, programs } = JSON.parse(readFileSync(join(__dirname, "answers.json")));
const args = process.argv.slice(2);
appendFileSync(join(__dirname, "calls.txt"), args[0] + "\\n");
const valueOf = (name) => args[args.indexOf(name) + 1];
const fail = (message) => {
  console.log("[Error]:\\n" + message);
  process.exit(1);
};
if (args[0] === "--version") {
  console.log("lutra " + version);
  process.exit(0);
}
const project = valueOf("--project");
const root = statSync(project).isDirectory() ? join(project, "module.lt") : project;
if (readFileSync(root, "utf8").includes("missing")) fail("main.lt:1:17: unknown name missing");
if (args[0] === "gen-docs") {
  for (const [path, text] of Object.entries(pages)) {
    mkdirSync(dirname(join(args.at(-1), path)), { recursive: true });
    writeFileSync(join(args.at(-1), path), text);
  }
} else {
  const program = valueOf("--program");
  if (!Object.hasOwn(types, program)) fail("no " + program + " for " + valueOf("--repr"));
  writeFileSync(valueOf("--output"), Buffer.from(programs[program][valueOf("--repr")], "hex"));
  console.log("Compiled.\\n\\n" + types[program] + "\\n\\nWriting program to x (9 bytes)");
}
`;

/** Writes the command, and returns its path from the folder of the project. */
export function writeFakeLutra(project: ProjectFolder, fake: FakeLutra): string {
  const programs = Object.fromEntries(
    Object.entries(fake.types).map(([name, printed]) => [name, programsOf(printed)]),
  );
  project.write("bin/answers.json", JSON.stringify({ version: "0.6.2", ...fake, programs }));
  project.write("bin/lutra", script);
  chmodSync(project.path("bin/lutra"), 0o755);
  return project.path("bin/lutra");
}

function programsOf(printed: string): Readonly<Record<string, string>> {
  const { input, output, defs } = parsePrintedTypes(printed);
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  const value = { sql: "", inputTy: input, outputTy: output, defs };
  return {
    "bytecode-lt": hex(showcase("json-tree").bytecodeLt!),
    "sql-pg": hex(programCodec.encode({ tag: "sqlPostgres", value })),
    "sql-duckdb": hex(programCodec.encode({ tag: "sqlDuckDb", value })),
  };
}
