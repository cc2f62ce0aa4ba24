// A reader of the tutorial gets what it says: its files are saved, and its commands run as in a checkout.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const hasCompiler = existsSync(join(root, "packages/compiler/wasm/lutra-compiler.wasm"));
const tutorial = await readFile(join(root, "docs/tutorial.md"), "utf8");

/** A block of code: its language, its text, and the line of prose before it. */
interface Block {
  readonly language: string;
  readonly text: string;
  readonly before: string;
}

const blocks: readonly Block[] = [...tutorial.matchAll(/([^\n]*)\n\n```(\w+)\n([^]*?)```/g)].map(
  ([, before = "", language = "", text = ""]) => ({ before, language, text }),
);

/** Commands of the tutorial and what they are in a checkout. */
const commands: Readonly<Record<string, string | undefined>> = {
  "lutra-runner": "packages/runner-cli/src/main.ts",
  "lutra-codegen": "packages/codegen/src/node/main.ts",
  tsx: undefined,
};

let folder: string;
let port: number;
const servers: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tutorial-"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
  // In place of `npm install`.
  const scope = join(folder, "node_modules/@lutra");
  await mkdir(scope, { recursive: true });
  for (const name of await readdir(join(root, "packages")))
    await symlink(join(root, "packages", name), join(scope, name));
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  port = (probe.address() as { readonly port: number }).port;
  probe.close();
});

afterAll(async () => {
  for (const server of servers) server.kill();
  await rm(folder, { recursive: true });
});

async function save(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

/** Returns the arguments by which Node runs a command of the tutorial. */
function argumentsOf(line: string): string[] {
  const [, name = "", rest = ""] = /^npx (\S+) (.*)$/.exec(line) ?? [];
  if (!Object.hasOwn(commands, name)) throw new Error(`not a command of the tutorial: ${line}`);
  const file = commands[name];
  const words = rest.replace("8080", String(port)).split(" ");
  return [join(root, "scripts/run-source.mjs"), ...(file ? [join(root, file)] : []), ...words];
}

function run(line: string): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, argumentsOf(line), { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), out: stdout + stderr }),
    );
  });
}

/** Returns the lines of the only shell block with a word. */
function commandsWith(word: string): string[] {
  const found = blocks.filter(({ language, text }) => language === "sh" && text.includes(word));
  expect(found).toHaveLength(1);
  return found[0]!.text.trim().split("\n");
}

/** Returns a command that stands in the prose, which the test fails without. */
function inProse(command: string): string {
  expect(tutorial).toContain(`\`${command}\``);
  return command.startsWith("npx ") ? command : `npx ${command}`;
}

describe.skipIf(!hasCompiler)("the tutorial (npm run build:compiler)", () => {
  const module = "lutra/module.lt";
  const call = "src/main.ts";

  test("write: each file that is to be saved has its text", async () => {
    for (const { before, text } of blocks) {
      const path = /Save this as `([^`]+)`/.exec(before)?.[1];
      if (path !== undefined) await save(path, text);
    }
    expect(existsSync(join(folder, module)) && existsSync(join(folder, "input.lt"))).toBe(true);
  });

  test("check: no faults, and a typing mistake with its line", async () => {
    const [check = ""] = commandsWith("lutra-runner check");
    expect(await run(check)).toMatchObject({ code: 0 });
    const source = await readFile(join(folder, module), "utf8");
    await save(module, source.replace("m.rating", "m.raiting"));
    const faulty = await run(check);
    expect(faulty).toMatchObject({ code: 1, out: expect.stringMatching(/raiting/) as unknown });
    expect(faulty.out).toMatch(/\^\^/);
    await save(module, source);
  });

  test("run: an example input, and the movies since 2000", async () => {
    const example = "lutra-runner describe lutra --program best --example-input lt";
    expect((await run(inProse(example))).code).toBe(0);
    const [command = ""] = commandsWith("lutra-runner run");
    const { code, out } = await run(command);
    expect(code).toBe(0);
    expect(out).toMatch(/Ether[^]*Under the Ice/);
    expect(out).not.toMatch(/Harbour/);
    for (const runner of ["pglite", "duckdb"]) {
      inProse(`--runner ${runner}`);
      expect(await run(`${command} --runner ${runner}`)).toEqual({ code, out });
    }
  });

  test("generate: the module, and the call that prints what it says", async () => {
    const [generate = ""] = commandsWith("lutra-codegen --project");
    expect(await run(generate)).toMatchObject({ code: 0 });
    const [main] = blocks.filter(({ text }) => text.startsWith(`// ${call}\n`));
    await save(call, main?.text ?? "");
    expect(await run(inProse(`npx tsx ${call}`))).toEqual({ code: 0, out: "Ether 8.75\n" });
  });

  test("serve: the same call by HTTP", async () => {
    const [compile = "", serve = ""] = commandsWith("lutra-runner serve");
    expect(await run(compile)).toMatchObject({ code: 0 });
    const server = spawn(process.execPath, argumentsOf(serve), {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    servers.push(server);
    await once(server.stdout, "data");

    const [client] = blocks.filter(({ text }) => text.includes("new HttpClient("));
    const [imported = "", using = ""] = client!.text.trim().split("\n\n");
    const source = await readFile(join(folder, call), "utf8");
    const changed = source.replace(/^await using .*$/m, using.replace("8080", String(port)));
    expect(changed).not.toBe(source);
    await save(call, `${imported}\n${changed}`);
    expect(await run(`npx tsx ${call}`)).toEqual({ code: 0, out: "Ether 8.75\n" });
  });
});
