import { existsSync, lstatSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "@lutra-internal/testing";
import { expect, it } from "vitest";
import { type CodegenError } from "../src/index.ts";
import { type OutputResult, watch } from "../src/node.ts";
import { ProjectFolder } from "./support/project.ts";

it("writes a module once, and only if its content changes", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const args = ["programs", "--out", "src/programs.lutra.ts"];
  expect(await project.run(...args)).toEqual({
    code: 0,
    stdout: "src/programs.lutra.ts: written\n",
    stderr: "",
  });
  const before = statSync(project.path("src/programs.lutra.ts"), { bigint: true });
  expect((await project.run(...args)).stdout).toBe("src/programs.lutra.ts: unchanged\n");
  const after = statSync(project.path("src/programs.lutra.ts"), { bigint: true });
  expect(after.mtimeNs).toBe(before.mtimeNs);
  expect(readdirSync(project.path("src"))).toEqual(["programs.lutra.ts"]);
  expect(project.read("src/programs.lutra.ts")).toContain(
    "from ../programs/json-tree/main.lt sha256:",
  );
});

it("names stale modules and writes nothing with --check", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const args = ["programs", "--out", "src/programs.lutra.ts"];
  const missing = await project.run(...args, "--check");
  expect(missing).toEqual({
    code: 1,
    stdout: "",
    stderr: "src/programs.lutra.ts is stale: run `npx lutra-codegen`\n",
  });
  expect(project.read("src/programs.lutra.ts")).toBeUndefined();
  await project.run(...args);
  expect((await project.run(...args, "--check")).code).toBe(0);
  const written = project.read("src/programs.lutra.ts")!;
  project.write("src/programs.lutra.ts", written.replaceAll("\n", "\r\n"));
  expect((await project.run(...args, "--check")).code).toBe(0);
  project.write("src/programs.lutra.ts", `${written}// by hand\n`);
  expect((await project.run(...args, "--check")).code).toBe(1);
});

it("generates what lutra.codegen.json says, each output on its own", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree", "a/json-tree");
  project.copy("sales-report", "b/sales-report");
  const outputs = [
    { from: "gone", out: "gone.lutra.ts" },
    { from: "a", out: "web/a.lutra.ts", programs: "hash", serverOut: "server/a.lutra.ts" },
    { from: "b", out: "b.lutra.ts", include: ["sales-*"], sync: true },
  ];
  project.write("lutra.codegen.json", JSON.stringify({ outputs }));
  const { code, stdout, stderr } = await project.run();
  expect(code).toBe(1);
  expect(stdout).toBe("web/a.lutra.ts: written\nserver/a.lutra.ts: written\nb.lutra.ts: written\n");
  expect(stderr).toMatch(/^error: gone\.lutra\.ts: cannot read the folder .*\nhelp: .*\n$/);
  const [page, server] = [project.read("web/a.lutra.ts")!, project.read("server/a.lutra.ts")!];
  const [hash] = /[0-9a-f]{64}/.exec(page)!;
  expect(server).toContain(hash);
  expect(server).toContain(
    "export const programs: readonly EmbeddedProgram[] = [jsonTreeBytecode];",
  );
  expect(page).not.toContain("AgQAAAA");
});

it("takes settings with a mark of UTF-8 at their start", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const outputs = [{ from: "programs", out: "p.lutra.ts" }];
  project.write("lutra.codegen.json", `\ufeff${JSON.stringify({ outputs })}`);
  expect((await project.run()).stdout).toBe("p.lutra.ts: written\n");
});

it("does not take settings that cannot be read for none", async () => {
  using project = new ProjectFolder();
  project.write("lutra.codegen.json/file", "");
  expect((await project.run()).stderr).toMatch(/^error: cannot read lutra\.codegen\.json: EISDIR/);
});

it("writes the same for sources with ends of lines of Windows", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const args = ["programs", "--out", "p.lutra.ts"];
  await project.run(...args);
  const source = project.read("programs/json-tree/main.lt")!;
  expect(source).toContain("\n");
  project.write("programs/json-tree/main.lt", source.replaceAll("\n", "\r\n"));
  expect((await project.run(...args, "--check")).stdout).toBe("p.lutra.ts: unchanged\n");
  project.write("programs/json-tree/main.lt", source.replaceAll("\n", "\n\r"));
  expect((await project.run(...args, "--check")).code).toBe(1);
});

it("writes through a link", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  project.write("src/own.lutra.ts", "");
  symlinkSync(join("src", "own.lutra.ts"), project.path("p.lutra.ts"));
  await project.run("programs", "--out", "p.lutra.ts");
  expect(lstatSync(project.path("p.lutra.ts")).isSymbolicLink()).toBe(true);
  expect(project.read("src/own.lutra.ts")).toContain("class PClient");
});

it("tells UTF-16 from types of a program", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  project.remove("programs/json-tree/program-type.ld");
  const printed = Buffer.from("\ufefffunc main(): Int64", "utf16le");
  project.write("programs/json-tree/program-type.txt", printed);
  expect((await project.run("programs", "--out", "p.lutra.ts")).stderr).toContain(
    "help: save it as UTF-8: it is UTF-16, which `>` of PowerShell writes\n",
  );
});

it("warns of patterns and names that match nothing, also with --check", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  project.copy("sales-report");
  const warnings = [
    'include: "json_*" matches no program; there are json-tree, sales-report',
    'exclude: "**::test_*" matches no program; there are json-tree, sales-report',
    'names: "Row" matches no type; there are Sale, SalesReportRow',
    'names: "Sal*" matches no type; there are Sale, SalesReportRow',
    'brand: "Sal*" matches no named scalar; there is none',
  ].map((warning) => `warning: ${warning}\n`);
  const output = {
    from: "programs",
    out: "p.lutra.ts",
    include: ["sales-*", "json_*"],
    exclude: ["**::test_*", "json-tree"],
    names: { Row: "Other", "Sal*": "Each", Sale: "Sold" },
    brand: ["Sal*"],
  };
  project.write("lutra.codegen.json", JSON.stringify({ outputs: [output] }));
  expect(await project.run()).toEqual({
    code: 0,
    stdout: "p.lutra.ts: written\n",
    stderr: warnings.join(""),
  });
  expect(project.read("p.lutra.ts")).toContain("export interface Sold {");
  const checked = await project.run("--check");
  expect([checked.code, checked.stderr]).toEqual([0, warnings.join("")]);
  const flags = ["--include", "sales-*", "--brand", "**"];
  expect((await project.run("programs", "--out", "q.lutra.ts", ...flags)).stderr).toBe(
    'warning: brand: "**" matches no named scalar; there is none\n',
  );
});

it("names the programs that there are if a pattern leaves all out", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const args = ["programs", "--out", "p.lutra.ts"];
  expect(await project.run(...args, "--include", "json")).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "error: p.lutra.ts: there are no programs in programs\n" +
      'help: include: "json" matches no program; there is json-tree\n',
  });
  expect((await project.run(...args, "--exclude", "*")).stderr).toContain(
    "`include` and `exclude` leave all out",
  );
});

it.skipIf(!existsSync("/proc/self"))("says that a folder cannot be made", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const { code, stderr } = await project.run("programs", "--out", "/proc/lutra/a/p.lutra.ts");
  expect([code, stderr]).toEqual([1, expect.stringMatching(/cannot write \/proc\/.*: ENOENT/)]);
});

it("says why a folder cannot be read", async () => {
  using project = new ProjectFolder();
  project.write("file", "");
  const text = async (folder: string): Promise<string> =>
    (await project.run(folder, "--out", "p.lutra.ts")).stderr;
  expect(await text("gone")).toMatch(/: cannot read the folder .*gone: it is not there\nhelp: /);
  expect(await text("file")).toMatch(/: cannot read the folder .*file: it is no folder\nhelp: /);
});

it("reports as JSON", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const { stdout } = await project.run("programs", "--out", "p.lutra.ts", "--json");
  expect(JSON.parse(stdout)).toEqual({
    outputs: [{ path: "p.lutra.ts", status: "written", warnings: [] }],
  });
  const failed = await project.run("--json");
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain("there is no lutra.codegen.json");
});

it("prints the types of one program", async () => {
  using project = new ProjectFolder();
  project.copy("sales-report");
  const { stdout, stderr } = await project.run(
    "types",
    "programs/sales-report/program.sql-pg.rr.ld",
  );
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^\/\*\* `type Sale: .*\nexport interface Sale \{\n/);
  expect(stdout).not.toContain("import");
  expect((await project.run("types", "none.rr.ld")).stderr).toContain(
    "there is no program none.rr.ld",
  );
});

it.each([
  [["--frob"], 2, "Unknown option '--frob'"],
  [["a", "b"], 2, "one FOLDER at a time, got a b"],
  [["a", "--out", "x.ts", "--check", "--watch"], 2, "--check and --watch exclude each other"],
  [["a", "--out", "x.ts", "--config", "y"], 2, "--config says what to generate"],
  [["a", "--out", "x.ts", "--name", "oops"], 2, "--name takes PATH=NAME, got oops"],
  [["types"], 2, "types takes one PROGRAM.rr.ld"],
  [["a"], 1, "has no `out`"],
  [["--out", "x.ts"], 1, "needs one of `from` and `project`"],
  [["a", "--out", "x.js"], 1, "x.js is no file for TypeScript"],
  [
    ["a", "--out", "x.ts", "--programs", "some"],
    1,
    'programs must be one of embed, hash, none, got "some"',
  ],
  [["a", "--out", "x.ts", "--values", "date=day"], 1, 'there is no form "day" of date'],
  [["a", "--out", "x.ts", "--values", "int32"], 1, 'there is no form "" of int32'],
  [["a", "--out", "x.ts", "--server-out", "y.ts"], 1, "`serverOut` is for a module of hashes"],
])("refuses %j", async (args, code, message) => {
  using project = new ProjectFolder();
  const result = await project.run(...args);
  expect([result.code, result.stderr]).toEqual([code, expect.stringContaining(message)]);
  expect(result.stderr).toMatch(/^error: [^\n]*\n(?:help: [^\n]*\n)?$/);
});

it.each([
  ["no JSON", "{", "lutra.codegen.json is no JSON"],
  ["no outputs", "{}", "lutra.codegen.json has no list `outputs`"],
  ["an empty list", '{"outputs": []}', "lutra.codegen.json has no list `outputs`, or an empty one"],
  ["unknown keys", '{"output": []}', "unknown key: output"],
  [
    "unknown keys of an output",
    '{"outputs": [{"form": "x"}]}',
    "outputs[0] has an unknown key: form",
  ],
  ["an output that is none", '{"outputs": [7]}', "outputs[0] must be an object, got 7"],
  ["a list for an output", '{"outputs": [[]]}', "outputs[0] must be an object, got []"],
  ["null for an output", '{"outputs": [null]}', "outputs[0] must be an object, got null"],
  ["a number for a file", '{"outputs": [{"out": 7}]}', "out must be a string, got 7"],
  [
    "a string for a list",
    '{"outputs": [{"repr": "a"}]}',
    'repr must be a list of strings, got "a"',
  ],
  ["a list of numbers", '{"outputs": [{"repr": [1]}]}', "repr must be a list of strings, got [1]"],
  [
    "a string for names",
    '{"outputs": [{"names": "a"}]}',
    'names must be an object of strings, got "a"',
  ],
  [
    "null for names",
    '{"outputs": [{"names": null}]}',
    "names must be an object of strings, got null",
  ],
  [
    "a name that is a number",
    '{"outputs": [{"names": {"a": 1}}]}',
    'names must be an object of strings, got {"a":1}',
  ],
  ["a string for a switch", '{"outputs": [{"sync": "no"}]}', 'sync must be a boolean, got "no"'],
])("refuses settings with %s", async (_name, text, message) => {
  using project = new ProjectFolder();
  project.write("lutra.codegen.json", text);
  expect((await project.run()).stderr).toContain(message);
});

it("has a help without long lines, and a version", async () => {
  using project = new ProjectFolder();
  const { stdout } = await project.run("--help");
  expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect((await project.run("--version")).stdout).toBe("1.2.3\n");
});

it("watches: generates after each change, and survives errors", async () => {
  using project = new ProjectFolder();
  const passes: (readonly OutputResult[] | CodegenError)[] = [];
  const controller = new AbortController();
  const outputs = [{ from: "programs", out: "programs/p.lutra.ts" }];
  const watching = watch({
    cwd: project.folder,
    outputs,
    signal: controller.signal,
    onPass: (results) => passes.push(results),
  });
  const statuses = (): readonly string[] =>
    passes.flatMap((results) =>
      (Array.isArray(results) ? (results as OutputResult[]) : []).map(({ status }) => status),
    );
  await until(() => statuses().includes("failed"));
  project.copy("json-tree");
  await until(() => statuses().at(-1) === "written" || statuses().at(-1) === "unchanged");
  project.write("programs/json-tree/program-type.ld", "broken");
  await until(() => statuses().at(-1) === "failed");
  expect(project.read("programs/p.lutra.ts")).toContain("jsonTree");
  project.copy("json-tree");
  await until(() => statuses().at(-1) === "unchanged");
  project.copy("sales-report");
  await until(() => project.read("programs/p.lutra.ts")?.includes("salesReport") === true);
  project.remove("programs/sales-report");
  await until(() => project.read("programs/p.lutra.ts")?.includes("salesReport") === false);
  // What the last events led to is over; from here on nothing changes.
  await sleep(300);
  const { length } = passes;
  await sleep(300);
  expect(passes).toHaveLength(length);
  controller.abort();
  await watching;
});

it.each([
  [[], "stderr", "error: there is no lutra.codegen.json", "p.lutra.ts: written"],
  [["--json"], "stdout", '"message": "there is no lutra.codegen.json', '"status": "written"'],
] as const)(
  "watches settings that are not there yet, with %j",
  async (flags, output, error, done) => {
    using project = new ProjectFolder();
    project.copy("json-tree");
    const command = project.start("--watch", ...flags);
    await until(() => command.output[output].includes(error));
    const outputs = [{ from: "programs", out: "p.lutra.ts" }];
    project.write("lutra.codegen.json", JSON.stringify({ outputs }));
    await until(() => command.output.stdout.includes(done));
    command.end();
    expect(await command.code).toBe(0);
  },
);

it("watches no longer once it is ended, also while a pass is reported", async () => {
  using project = new ProjectFolder();
  const controller = new AbortController();
  const { signal } = controller;
  let passes = 0;
  const onPass = (): void => {
    passes++;
    controller.abort();
  };
  const outputs = [{ from: "programs", out: "programs/p.lutra.ts" }];
  await watch({ cwd: project.folder, outputs, signal, onPass });
  expect(passes).toBe(1);
});

it.each([["--version"], ["-V"], ["--help"], ["-h"], ["help"]])(
  "%s prints and succeeds",
  async (arg) => {
    using project = new ProjectFolder();
    const { code, stdout, stderr } = await project.run(arg);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/\S\n$/);
  },
);
