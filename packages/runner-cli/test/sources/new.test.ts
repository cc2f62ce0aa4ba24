import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isCompilerBuilt } from "@lutra/compiler/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lutra } from "../fake-io.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "lutra-new-"));
});
afterAll(() => rm(scratch, { recursive: true }));

/** Runs TypeScript in a folder, with the workspace's packages from their sources. */
function node(folder: string, args: readonly string[]): string {
  const loader = new URL("../../../../scripts/load-typescript.mjs", import.meta.url).href;
  const command = ["--conditions=@lutra/source", "--import", loader, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** Links what a project depends on, where `npm install` would put it. */
async function install(folder: string): Promise<void> {
  const text = await readFile(join(folder, "package.json"), "utf8");
  const { dependencies, devDependencies } = JSON.parse(text) as Record<
    "dependencies" | "devDependencies",
    Readonly<Record<string, string>>
  >;
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const path = join(folder, "node_modules", name);
    await mkdir(join(path, ".."), { recursive: true });
    const source = name.startsWith("@lutra/")
      ? `packages/${name.slice(7)}`
      : `node_modules/${name}`;
    await symlink(join(root, source), path);
  }
}

test("refuses a folder with something in it, and keeps it", async () => {
  const folder = join(scratch, "taken");
  await mkdir(folder);
  await writeFile(join(folder, "input.json"), "mine");
  const { code, err } = await lutra("new", folder);
  expect({ code, err }).toMatchObject({
    code: 1,
    err: expect.stringMatching(/is not empty: it has input\.json\n.*empty one/) as unknown,
  });
  expect(await readFile(join(folder, "input.json"), "utf8")).toBe("mine");
  const file = await lutra("new", join(folder, "input.json"));
  expect(file.err).toMatch(/cannot write to .*: a file is in the way/);
});

test.skipIf(process.platform !== "linux")("says where it may not write", async () => {
  expect(await lutra("new", "/proc/movies/query")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(/^error: cannot write to \/proc\/movies\/query: ./) as unknown,
  });
});

test.each([
  ["My Movies (2)", "my-movies-2"],
  ["...", "lutra-project"],
  ["node_modules", "lutra-project"],
  ["m".repeat(101), "m".repeat(100)],
])("names the package after a folder called %s", async (name, expected) => {
  const folder = join(scratch, name);
  const { code, out } = await lutra("new", folder);
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Next:\n {2}cd \S.*\n {2}npm install\n/m) as unknown,
  });
  const text = await readFile(join(folder, "package.json"), "utf8");
  expect(JSON.parse(text)).toMatchObject({ name: expected });
});

test("writes a private package that is checked strictly, with files indented by two spaces", async () => {
  const folder = join(scratch, "strict");
  expect((await lutra("new", folder)).code).toBe(0);
  const [manifest, tsconfig] = await Promise.all(
    ["package.json", "tsconfig.json"].map(async (name) => {
      const text = await readFile(join(folder, name), "utf8");
      expect(text).toMatch(/^\{\n {2}"/);
      return JSON.parse(text) as unknown;
    }),
  );
  expect(manifest).toMatchObject({ private: true, type: "module" });
  expect(tsconfig).toMatchObject({
    compilerOptions: { strict: true, verbatimModuleSyntax: true, skipLibCheck: true },
  });
});

describe.skipIf(!isCompilerBuilt())("a new project (npm run build:compiler)", () => {
  test("checks, runs, generates and calls its query", { timeout: 600_000 }, async () => {
    const folder = join(scratch, "movies");
    const { code, out } = await lutra("new", folder);
    expect(code).toBe(0);
    expect(out).toContain(join(folder, "lutra/module.lt"));
    await install(folder);
    const lt = join(folder, "lutra");

    expect(await lutra("check", lt)).toMatchObject({ code: 0, err: "" });
    expect(await lutra("format", lt, "--check")).toMatchObject({ code: 0, err: "" });
    const input = ["--input", join(folder, "input.json"), "--format", "csv"];
    const query = await lutra("run", lt, "--program", "best", ...input);
    expect(query.err).toBe("");
    expect(query.out).toBe("title,year,rating\nEther,2019,8.75\nUnder the Ice,2011,6.5\n");

    const codegen = join(root, "packages/codegen/src/node/main.ts");
    node(folder, [codegen, "--project", "lutra", "--out", "src/movies.lutra.ts"]);
    const typescript = join(root, "node_modules/typescript/bin/tsc");
    expect(node(folder, [typescript, "--customConditions", "@lutra/source"])).toBe("");
    expect(node(folder, ["src/main.ts"])).toBe("Ether 8.75\nUnder the Ice 6.5\n");
  });
});
