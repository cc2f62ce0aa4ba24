import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { lstat, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { showcase, showcaseNames } from "@lutra-internal/fixtures";
import { decodeLtd } from "@lutra/bin/program";
import { AsyncRunner } from "@lutra/runner-async";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { main } from "../src/index.ts";
import { cliCommand } from "./cli-process.ts";
import { fakeIo } from "./fake-io.ts";

const programs = fileURLToPath(new URL("../../../examples/programs/", import.meta.url));
const movies = join(programs, "movie-search");
const moviesProgram = join(movies, "program.bytecode-lt.rr.ld");
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "lutra-cli-"));
});
afterAll(async () => {
  await rm(scratch, { recursive: true });
});

/** Runs the command and gives its exit code and what it wrote. */
async function lutra(
  args: readonly string[],
  options: Parameters<typeof fakeIo>[0] = {},
): Promise<{ code: number; out: string; outBytes: Uint8Array; err: string }> {
  const io = fakeIo(options);
  const code = await main(args, io);
  return { code, out: io.out(), outBytes: io.outBytes(), err: io.err() };
}

describe.each(showcaseNames())("the program %s", (name) => {
  const folder = join(programs, name);
  const program = join(folder, "program.bytecode-lt.rr.ld");
  const expected = `const output = ${showcase(name).expectedSource}\n`;

  test.each(["input.ld", "input.lt"])("gives the expected literal for %s", async (input) => {
    const { code, out, err } = await lutra(["run", program, "--input", join(folder, input)]);
    expect({ code, out, err }).toEqual({ code: 0, out: expected, err: "" });
  });

  test("gives the expected bytes as ld and inside ltd", async () => {
    const input = join(folder, "input.lt");
    const ld = await lutra(["run", program, "-i", input, "-f", "ld"]);
    expect(ld.outBytes).toEqual(showcase(name).expected);
    const ltd = await lutra(["run", program, "-i", input, "-f", "ltd"]);
    expect(decodeLtd(ltd.outBytes).data).toEqual(showcase(name).expected);
  });
});

describe("inputs", () => {
  test("standard input is read where the input is -", async () => {
    const { code, out } = await lutra(
      ["run", moviesProgram, "--input", "-", "--input-format", "lt"],
      { stdin: showcase("movie-search").inputSource },
    );
    expect({ code, out }).toEqual({
      code: 0,
      out: `const output = ${showcase("movie-search").expectedSource}\n`,
    });
  });

  test("JSON that the command wrote is an input again", async () => {
    const identity = join(programs, "sales-report", "program.bytecode-lt.rr.ld");
    const stdin = JSON.stringify([
      { sold_on: "2024-03-01", product_id: 7, units: 2, unit_price_cents: "9007199254740993" },
    ]);
    const { code, out, err } = await lutra(
      ["run", identity, "-i", "-", "--input-format", "json", "-f", "json"],
      { stdin },
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject([{ revenue_cents: "18014398509481986" }]);
  });

  test("bytes that are no text are named once, with what they may be", async () => {
    const file = join(scratch, "input.json");
    await writeFile(file, new Uint8Array([0xff, 1]));
    const { code, err } = await lutra(["run", moviesProgram, "-i", file]);
    expect({ code, err }).toEqual({
      code: 1,
      err:
        `error: ${file} is not UTF-8 text\n` +
        "help: if it holds encoded values, name it .ld or .ltd, or pass --input-format\n",
    });
  });

  test("CSV is an input for arrays of flat tuples", async () => {
    const stdin = "product_id,sold_on,units,unit_price_cents\n7,2024-03-01,2,150\n";
    const { code, out, err } = await lutra(
      [
        "run",
        join(programs, "sales-report", "program.bytecode-lt.rr.ld"),
        "--input=-",
        "--input-format=csv",
        "--format=csv",
      ],
      { stdin },
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split(/\r?\n/)[1]).toMatch(/^2024,3,1,2,300,/);
  });
});

describe("outputs", () => {
  const input = join(movies, "input.ld");

  test("a terminal gets a table with column types", async () => {
    const { out } = await lutra(["run", moviesProgram, "-i", input], { terminal: true });
    expect(out).toMatch(/title +year +rating/);
    expect(out).toMatch(/Text +Int32 +Float64\?/);
    expect(out).toMatch(/Northern Lights +2021/);
  });

  test("an output is there, whatever goes wrong when the runner closes", async () => {
    const closing = vi.spyOn(AsyncRunner.prototype, "shutdown");
    onTestFinished(() => closing.mockRestore());
    closing.mockRejectedValueOnce(new Error("the disk is full"));
    expect(await lutra(["run", moviesProgram, "-i", input])).toMatchObject({
      code: 1,
      out: `const output = ${showcase("movie-search").expectedSource}\n`,
      err:
        "error: the program ran, but the runner did not close: the disk is full\n" +
        "help: the output is complete; what the program wrote elsewhere may not be kept\n",
    });
  });

  test("extensions and names of formats may be in capitals", async () => {
    const capitals = join(scratch, "IN.LT");
    await writeFile(capitals, showcase("movie-search").inputSource);
    const file = join(scratch, "R.JSON");
    expect((await lutra(["run", moviesProgram, "-i", capitals, "-o", file])).err).toBe("");
    expect(JSON.parse(await readFile(file, "utf8"))).toHaveLength(4);
    const { out } = await lutra(["run", moviesProgram, "-i", capitals, "-f", "CSV"]);
    expect(out).toMatch(/^id,title,year,rating\r?\n/);
  });

  test("a file is written whole and nothing is left beside it", async () => {
    const folder = await mkdtemp(join(scratch, "out-"));
    const file = join(folder, "movies.json");
    const { code } = await lutra(["run", moviesProgram, "-i", input, "-o", file]);
    expect(code).toBe(0);
    expect(JSON.parse(await readFile(file, "utf8"))).toHaveLength(4);
    expect(await readdir(folder)).toEqual(["movies.json"]);
  });
});

describe("errors", () => {
  const cases: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ["an option that does not exist", ["run", "--fast"], 2, /^error\[usage\]: Unknown option '--fast'\nhelp: the usage is `lutra-runner run PROGRAM/],
    ["a runner without its option", ["interface", "duckdb"], 2, /Unexpected argument 'duckdb'\nhelp: the usage is `lutra-runner interface --runner URL/],
    ["an address alone", ["interface", "-r", "localhost:7373"], 2, /unknown runner: localhost\nhelp: for a server write tcp:\/\/localhost:7373/],
    ["a database file alone", ["interface", "-r", "./shop.db"], 2, /help: for a database file write duckdb:\.\/shop\.db/],
    ["a folder that is not there", ["serve", "-r", "interpreter:no-such-folder"], 1, /cannot use no-such-folder as a folder: .*\nhelp: DIR of interpreter:DIR/],
    ["no program", ["run"], 2, /run needs a PROGRAM/],
    ["an unknown option", ["run", "x", "--fast"], 2, /--fast/],
    ["an unknown runner", ["run", moviesProgram, "-i", join(movies, "input.ld"), "-r", "abacus"], 2, /unknown runner: abacus\nhelp: a runner is one of interpreter/],
    ["a number that is none", ["run", moviesProgram, "--max-steps", "many"], 2, /--max-steps takes a whole number/],
    ["an unknown format", ["run", moviesProgram, "-f", "xml"], 2, /unknown format: xml\nhelp: --format is one of table, lt/],
    ["an output whose extension is no format", ["run", moviesProgram, "-i", join(movies, "input.ld"), "-o", "out.tsv"], 2, /the format of out\.tsv is not known\nhelp: name it with --format: table, lt/],
    ["an output in a folder that is missing", ["run", moviesProgram, "-o", "no-such-folder/out.csv"], 1, /cannot write no-such-folder\/out\.csv: there is no folder no-such-folder$/m],
    ["an output that is a folder", ["run", moviesProgram, "-o", movies], 1, /cannot write .*movie-search: it is a directory/],
    ["an input in a folder that is missing", ["run", moviesProgram, "-i", "no-such-folder/in.lt"], 1, /cannot read no-such-folder\/in\.lt: there is no folder no-such-folder$/m],
    ["an input whose extension is no format", ["run", moviesProgram, "-i", "in.tsv"], 2, /the format of in\.tsv is not known\nhelp: name it with --input-format: lt, ld, ltd, json, csv$/m],
    ["the format of no input", ["run", moviesProgram, "--input-format", "json"], 2, /takes an input of type \{.*\nhelp: pass --input/],
    ["no input", ["run", moviesProgram], 2, /takes an input of type \{.*\nhelp: pass --input/],
    ["a program that is not there", ["run", "nowhere.rr.ld"], 1, /cannot read nowhere.rr.ld: no such file/],
    ["a program whose name is not UTF-8", ["run", "caf\ufffd.rr.ld"], 1, /cannot read .*: no such file; a name that is not UTF-8 cannot be passed on: rename the file$/m],
    ["an option at the end without its value", ["run", moviesProgram, "-e"], 2, /^error\[usage\]: --expression lacks its value$/m],
    ["a program that is none", ["run", join(movies, "input.ld")], 1, /input.ld is not a Lutra program.*\nhelp: /],
    ["an input that is no value", ["run", moviesProgram, "-i", join(movies, "expected.ld")], 1, /expected.ld: /],
    ["an endless program", ["run", moviesProgram, "-i", join(movies, "input.ld"), "--max-steps", "1"], 1, /error\[LIMIT_EXCEEDED\]: .*maxSteps/],
    ["the wrong kind of program", ["run", join(movies, "program.sql-pg.rr.ld"), "-i", join(movies, "input.ld"), "-r", "interpreter"], 1, /error\[PREPARE_ERROR\]: this runner executes bytecode-lt programs, and was given sql-pg;/],
  ]; // prettier-ignore

  test.each(cases)("%s", async (_, args, exitCode, message) => {
    const { code, out, err } = await lutra(args);
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: exitCode, out: "" });
  });

  test("a wrong literal names file, line and column", async () => {
    const file = join(scratch, "wrong.lt");
    await writeFile(file, "{\n  { title_part = 5 },\n  [],\n}");
    const { code, err } = await lutra(["run", moviesProgram, "-i", file]);
    expect(code).toBe(1);
    expect(err).toMatch(/wrong\.lt: .*line 2.*column/);
  });

  test("a bytecode program that is cut off is not taken for one of another kind", async () => {
    const file = join(scratch, "cut.rr.ld");
    await writeFile(file, (await readFile(moviesProgram)).subarray(0, -9));
    const types = join(movies, "program-type.ld");
    const { code, err } = await lutra(["run", file, "-t", types, "-i", join(movies, "input.ld")]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error\[PREPARE_ERROR\]: malformed .*\nhelp: the file is .* damaged: compile/,
    );
  });

  test("a bytecode program without its types says how to give them", async () => {
    const file = join(scratch, "alone.rr.ld");
    await writeFile(file, await readFile(moviesProgram));
    const { code, err } = await lutra(["run", file, "-i", join(movies, "input.ld")]);
    expect(code).toBe(2);
    expect(err).toMatch(/--type FILE/);
  });
});

describe("what --output names", () => {
  const args = ["run", moviesProgram, "--input", join(movies, "input.ld"), "--format", "ld"];
  const expected = (): Uint8Array => showcase("movie-search").expected;

  test("stays a link if it is one, and the file behind it is written", async () => {
    const file = join(scratch, "behind.ld");
    const link = join(scratch, "link.ld");
    await writeFile(file, "old");
    await symlink(file, link);
    expect((await lutra([...args, "--output", link])).code).toBe(0);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(new Uint8Array(await readFile(file))).toEqual(expected());
  });

  test.skipIf(process.platform === "win32")(
    "is written to as it stands if it is a pipe",
    async () => {
      const pipe = join(scratch, "pipe");
      execFileSync("mkfifo", [pipe]);
      const read = readFile(pipe);
      expect((await lutra([...args, "--output", pipe])).code).toBe(0);
      expect(new Uint8Array(await read)).toEqual(expected());
      expect((await lstat(pipe)).isFIFO()).toBe(true);
    },
  );
});

test.skipIf(!existsSync("/dev/full"))(
  "a full disk as standard output is an error that says that the program ran",
  () => {
    const full = openSync("/dev/full", "w");
    const [command = "", ...rest] = cliCommand;
    const input = ["--input", join(movies, "input.ld")];
    const { status, stderr } = spawnSync(command, [...rest, "run", moviesProgram, ...input], {
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    expect(stderr).toBe(
      "error: the program ran, but its output is lost: cannot write standard output: the disk is full\n" +
        "help: what the program did is done, and running it again does it again; `--format ld --output FILE` " +
        "keeps the bytes as they are\n",
    );
    expect(status).toBe(1);
  },
);
