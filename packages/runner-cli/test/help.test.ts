import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isCompilerBuilt } from "@lutra/compiler/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tokenVariable } from "../src/token.ts";
import { inputFormats, outputFormats } from "../src/formats.ts";
import { commandHelps } from "../src/help/texts.ts";
import { runnerSchemes } from "../src/runner-url.ts";
import { cliCommand } from "./cli-process.ts";
import { runOnDuckDb } from "./duckdb-database.ts";
import { lutra } from "./fake-io.ts";

const names = Object.keys(commandHelps);

test("the overview has a line for each command, and says how to get more", async () => {
  const { code, out, err } = await lutra("--help");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
  expect(out).toContain("-h, --help     this text; after a command, the help of that command");
  for (const args of [["help"], ["-h"], ["help", "--help"]]) {
    expect(await lutra(...args)).toEqual({ code, out, err });
  }
  // Who says nothing gets it too, but has done nothing.
  expect(await lutra()).toEqual({ code: 2, out: "", err: out });
});

describe.each(names)("the help of %s", (name) => {
  test("comes whatever else is said, and has its usage, options and examples", async () => {
    const { code, out, err } = await lutra(name, "--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`\nUsage: lutra-runner ${name} `);
    for (const option of Object.keys(commandHelps[name]?.options ?? {}))
      expect(out).toMatch(new RegExp(`^ {2}(?:-\\w, | {4})--${option}\\b`, "m"));
    expect(out).toMatch(new RegExp(`\nExamples:\n.*lutra-runner ${name}`, "s"));
    for (const args of [
      ["help", name],
      [name, "--nonsense", "-h"],
      ["--help", name],
    ]) {
      expect(await lutra(...args)).toEqual({ code, out, err });
    }
  });
});

test("no line of any help is longer than a terminal of 80 columns", async () => {
  for (const args of [["--help"], ...names.map((name) => [name, "--help"])]) {
    const { out } = await lutra(...args);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(out).not.toMatch(/ $/m);
  }
});

test("the help of run names every runner, every format and the variable of the token", async () => {
  const { out } = await lutra("run", "--help");
  for (const { form } of runnerSchemes) expect(out).toContain(`\n  ${form} `);
  const words = out.split(/[\s;,]+/);
  for (const alias of ["lt:", "pg:", "postgresql:"]) expect(words).toContain(alias);
  expect(words).not.toContain("https:");
  expect(out).toContain(inputFormats.join(" | "));
  expect(out).toContain(outputFormats.join(" | "));
  for (const format of outputFormats) expect(out).toMatch(new RegExp(`^  ${format} +\\S`, "m"));
  expect(out.replaceAll(/\s+/g, " ")).toContain(`token in ${tokenVariable}`);
});

test.each<readonly [readonly string[], RegExp]>([
  [["rnu"], /^error\[usage\]: unknown command: rnu\nhelp: did you mean `lutra-runner run`\? See `lutra-runner --help`\n$/],
  [["help", "serv"], /unknown command: serv\nhelp: did you mean `lutra-runner serve`\?/],
  [["fly", "--help"], /unknown command: fly\nhelp: a command is one of run, new, check, .*; see `lutra-runner --help`/],
  [["constructor"], /unknown command: constructor\nhelp: a command is one of/],
  [["--runner", "duckdb"], /unknown command: --runner\nhelp: a command is one of/],
  [["run", "x", "--inptu", "y"], /Unknown option '--inptu'\nhelp: did you mean --input\? See `lutra-runner run --help`/],
  [["serve", "--htp=x"], /Unknown option '--htp'\nhelp: did you mean --http\? See `lutra-runner serve --help`/],
  [["serve", "-x"], /Unknown option '-x'\nhelp: the usage is `lutra-runner serve .*`; see `lutra-runner serve --help`/],
  [["run", "x", "-i", "-r", "y"], /^error\[usage\]: -i lacks its value\nhelp: the usage is `lutra-runner run /],
  [["run", "x", "-i"], /^error\[usage\]: --input lacks its value\nhelp: the usage is `lutra-runner run /],
  [["run", "x", "-i", ""], /^error\[usage\]: argument 3 is empty\nhelp: .* a variable that is not set$/m],
  [["new", ""], /^error\[usage\]: argument 1 is empty$/m],
  [["describe", "--example-input=", "x"], /^error\[usage\]: --example-input= has no value\nhelp: .* not set$/m],
  [["interface"], /interface needs --runner URL\nhelp: the usage .*; see `lutra-runner interface --help`/],
])("%j is told with the help that is of use", async (args, message) => {
  const { code, out, err } = await lutra(...args);
  expect(err).toMatch(message);
  expect({ code, out }).toEqual({ code: 2, out: "" });
}); // prettier-ignore

test.each(names.filter((name) => commandHelps[name]?.lists.includes("runners")))(
  "%s has the option that the help of a refusal over HTTP names",
  async (name) => {
    expect(commandHelps[name]?.options).toHaveProperty("token.type", "boolean");
    const operand = /PROGRAM|SOURCE/.test(commandHelps[name]?.usage ?? "") ? ["x.lt"] : [];
    const access = name === "serve" ? ["--http", "127.0.0.1:0"] : [];
    const { err } = await lutra(name, ...operand, "-r", "http://127.0.0.1:1", "--token", ...access);
    expect(err).toMatch(/^error\[usage\]: --token needs a token/);
  },
);

// The examples are lines for a POSIX shell.
describe.skipIf(process.platform === "win32")("an example of the help, in a shell", () => {
  const programs = fileURLToPath(new URL("../../../examples/programs/", import.meta.url));
  let folder: string;
  let env: NodeJS.ProcessEnv;
  /** Ports that are free, for those that the examples name. */
  const ports = new Map<string, number>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lutra-help-"));
    await putFiles(folder);
    const bin = join(folder, "bin");
    await mkdir(bin);
    const script = `#!/bin/sh\nexec ${cliCommand.map((word) => `'${word}'`).join(" ")} "$@"\n`;
    await writeFile(join(bin, "lutra-runner"), script);
    await chmod(join(bin, "lutra-runner"), 0o755);
    env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"]}` };
    for (const port of ["7373", "7374", "8080"]) ports.set(port, await freePort());
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Writes the files that examples name: those of the repository under other names, and what is made of them. */
  async function putFiles(into: string): Promise<void> {
    const sales = join(programs, "sales-report");
    const words = join(programs, "word-statistics");
    const shop = join(programs, "sql-tables", "top-customers");
    const copies: readonly (readonly [string, string, string])[] = [
      [sales, "program.bytecode-lt.rr.ld", "program.rr.ld"],
      [sales, "program-type.ld", "program-type.ld"],
      [sales, "program.sql-duckdb.rr.ld", "report.rr.ld"],
      [words, "program.sql-duckdb.rr.ld", "words.rr.ld"],
      [shop, "program.sql-duckdb.rr.ld", "shop.rr.ld"],
      [shop, "input.lt", "since.lt"],
      [sales, "main.lt", "query.lt"],
    ];
    for (const [from, name, to] of copies) await copyFile(join(from, name), join(into, to));
    await writeFile(join(into, "module.lt"), "const least: Int64 = 1\n");
    const best =
      "submodule\n\nfunc best(least: Int64) -> [1: Int64, 2] | filter(x -> x >= least)\n";
    await writeFile(join(into, "movies.lt"), best);
    await writeFile(join(into, "input.lt"), "2");
    await mkdir(join(into, "project"));
    const sale = { product_id: 7, sold_on: "2024-03-01", units: 2, unit_price_cents: 150 };
    await writeFile(join(into, "input.json"), JSON.stringify([sale]));
    const csv = `${Object.keys(sale).join()}\n${Object.values(sale).join()}\n`;
    await writeFile(join(into, "sales.csv"), csv);
    await runOnDuckDb(join(into, "shop.db"), await readFile(join(shop, "duckdb.sql"), "utf8"));
  }

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    return port;
  }

  const here = (example: string): string =>
    example.replaceAll(/\b(?:7373|7374|8080)\b/g, (port) => String(ports.get(port)));

  /** Starts an example that goes on until it is told to end. */
  async function start(
    example: string,
  ): Promise<AsyncDisposable & { readonly end: () => Promise<unknown> }> {
    // The command in place of its shell, so that a signal reaches it.
    const line = here(example).replace(/^((?:\w+=\S+ )*)/, "exec env $1");
    const child: ChildProcess = spawn("sh", ["-c", line], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const exited = once(child, "exit");
    let out = "";
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on("data", (chunk: Buffer) => {
        out += chunk.toString();
        if (out.includes("Listening on ") || example.includes("--watch")) resolve();
      });
      child.once("exit", () => reject(new Error(`${line} ended: ${out}`)));
    });
    const end = (): Promise<unknown> => {
      child.kill("SIGTERM");
      return exited;
    };
    return {
      end,
      [Symbol.asyncDispose]: async () => {
        await end();
      },
    };
  }

  async function run(example: string): Promise<string> {
    const { stdout, stderr } = await promisify(execFile)("sh", ["-c", here(example)], {
      cwd: folder,
      env,
    });
    expect(stderr).toBe("");
    return stdout;
  }

  const examples = Object.values(commandHelps).flatMap((help) => help.examples);
  const servers = examples.filter((example) =>
    / (?:serve|inspect|--watch)\b/.test(example.split("'")[0] ?? ""),
  );
  const others = examples.filter((example) => !servers.includes(example));
  /** Examples about sources need the compiler: npm run build:compiler. */
  const canRun = (example: string): boolean =>
    isCompilerBuilt() || !/\.lt\b(?! -r)| -e | \. /.test(example.replace(/ (?:-i|--into) \S+/, ""));

  test.for(servers)("serves: %s", async (example, { skip }) => {
    skip(!canRun(example), "needs npm run build:compiler");
    const server = await start(example);
    expect(await server.end()).toEqual([0, null]);
  });

  test.for(others)("does what it says: %s", async (example, { skip }) => {
    skip(!canRun(example), "needs npm run build:compiler");
    const needsServer = example.includes("tcp://");
    await using _server = needsServer
      ? await start("lutra-runner serve --runner interpreter --at 127.0.0.1:7373")
      : undefined;
    const writesFile = /^(?!.* compile ).*(?: -?-o(?:utput)? | > )/.test(example);
    expect((await run(example)) === "").toBe(writesFile);
  });
});
