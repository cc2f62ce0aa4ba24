import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { showcase } from "@lutra-internal/fixtures";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { reportError } from "../src/report-error.ts";
import { lutra } from "./fake-io.ts";

const folder = fileURLToPath(new URL("../../../examples/programs/movie-search/", import.meta.url));
const input = join(folder, "input.lt");

let data: Awaited<ReturnType<typeof createDataFolder>>;
beforeAll(async () => {
  data = await createDataFolder();
});
afterAll(() => data.remove());

describe.each([
  // In memory where the runner is not named, else kept in a folder, where PGlite has less to do.
  ["embedded PostgreSQL", "program.sql-pg.rr.ld", () => `pglite:${data.folder}`],
  ["DuckDB", "program.sql-duckdb.rr.ld", () => "duckdb"],
])("%s", (_, file, runner) => {
  const program = join(folder, file);

  test("runs a program of its kind without being named", async () => {
    expect(await lutra("run", program, "--input", input)).toEqual({
      code: 0,
      out: `const output = ${showcase("movie-search").expectedSource}\n`,
      err: "",
    });
  });

  test("refuses a program of another kind", async () => {
    const bytecode = join(folder, "program.bytecode-lt.rr.ld");
    const { code, err } = await lutra("run", bytecode, "-i", input, "-r", runner());
    expect(code).toBe(1);
    expect(err).toMatch(/^error\[PREPARE_ERROR\]: .* and was given bytecode-lt;/);
  });

  test("tells its interface, which is empty without tables", async () => {
    expect(await lutra("interface", "--runner", runner())).toEqual({
      code: 0,
      out: "",
      err: "the runner offers nothing beyond the standard library\n",
    });
  });
});

describe("a path that is no database says what it should be", () => {
  async function folderWithText(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), "lutra-runner-"));
    onTestFinished(() => rm(path, { recursive: true }));
    await writeFile(
      join(path, "notes"),
      "These lines were not written by any database. ".repeat(9),
    );
    return path;
  }

  test.each([
    ["duckdb:", "notes", /^error: cannot open .*notes: .*\nhelp: PATH is a database file/],
    ["duckdb:", "no/such/db", /^error: there is no folder .*no\/such .*\nhelp: check the path/],
    ["duckdb:", "typo.db", /^error: there is no database .*typo\.db\nhelp: check the path/],
    ["pglite:", "typo", /^error: there is no folder .*typo\nhelp: check the path/],
    ["pglite:", "notes", /^error: cannot use .*notes as a folder: .*\nhelp: DIR is a folder/],
    ["pglite:", "", /^error: .* is not empty, .*\nhelp: name an empty folder/],
  ])("%s.../%s", async (scheme, name, message) => {
    const path = await folderWithText();
    const { code, err } = await lutra("interface", "--runner", `${scheme}${join(path, name)}`);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(await readdir(path)).toEqual(["notes"]);
  });
});

test("a table that is not in the database in memory says how to name a file", async () => {
  const program = fileURLToPath(
    new URL(
      "../../../examples/programs/sql-tables/archive-orders/program.sql-duckdb.rr.ld",
      import.meta.url,
    ),
  );
  const path = await mkdtemp(join(tmpdir(), "lutra-runner-"));
  onTestFinished(() => rm(path, { recursive: true }));
  const bytes = join(path, "input.ld");
  await writeFile(bytes, showcase("sql-tables/archive-orders").input);
  const { code, err } = await lutra("run", program, "-i", bytes, "-r", "duckdb");
  expect(code).toBe(1);
  expect(err).toMatch(
    /^error\[EXECUTION_ERROR\]: duckdb: Catalog Error: Table with name .*\n(.*\n)*help: .*duckdb:PATH/,
  );
});

describe("a database in a folder", () => {
  test("that another process has open is refused, and is there again when that has ended", async () => {
    const runner = `pglite:${data.folder}`;
    const lock = join(data.folder, "lutra-runner.pid");
    await writeFile(lock, `${process.ppid}\n`);
    const { code, err } = await lutra("interface", "--runner", runner);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error: the process \d+ has the database in .* open\nhelp: end it, or share/,
    );
    // Beyond what systems give.
    await writeFile(lock, "4194305\n");
    expect(await lutra("interface", "--runner", runner)).toMatchObject({ code: 0 });
    expect(await readdir(data.folder)).not.toContain("lutra-runner.pid");
  });
});

describe("what to do about an error of PostgreSQL", () => {
  test.each([
    ["28P01 password authentication failed for user", /PGPASSWORD/],
    ["SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string", /PGPASSWORD/],
    ["28000 no pg_hba.conf entry for host, no encryption", /sslmode=verify-full/],
    ['3D000 database "x" does not exist', /name of the database/],
    ['42P01 relation "x" does not exist', /lutra-runner interface/],
    ["25006 cannot execute INSERT in a read-only transaction", /primary/],
    ["57P03 the database system is starting up", /try again/],
    ["connect ECONNREFUSED 127.0.0.1:5432", /host and port/],
  ])("%s", (message, help) => {
    const error = new RunnerError(`postgres: ${message}`, { code: ErrorCode.EXECUTION_ERROR });
    expect(reportError(error).text).toMatch(help);
  });

  test("is not said where the message says all, nor about another runner", () => {
    for (const message of ["postgres: 22012 division by zero", "duckdb: connect it"]) {
      const error = new RunnerError(message, { code: ErrorCode.EXECUTION_ERROR });
      expect(reportError(error).text).not.toContain("help:");
    }
  });
});

test("a server that is not there is told with its address", async () => {
  const program = join(folder, "program.sql-pg.rr.ld");
  const { code, err } = await lutra("run", program, "-i", input, "-r", "postgres://127.0.0.1:9/db");
  expect(code).toBe(1);
  expect(err).toMatch(/error\[CONNECTION_CLOSED\]: .*127\.0\.0\.1:9/);
});

test("without the password that a server asks for, no connection stays open", async () => {
  // SCRAM-SHA-256 demanded, then a challenge: an answer would need the password.
  const messages = [
    Buffer.from("R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0", "latin1"),
    Buffer.from("R\0\0\0\x0e\0\0\0\x0br=nonce", "latin1"),
  ];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", () => socket.write(messages.shift() ?? ""));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const ended = once(server, "connection").then(([socket]) => once(socket as Socket, "close"));
  const { port } = server.address() as AddressInfo;
  const { code, err } = await lutra("interface", "-r", `postgres://someone@127.0.0.1:${port}/db`);
  expect(code).toBe(1);
  expect(err).toMatch(/password must be a string\nhelp: .*PGPASSWORD/);
  await ended;
});

test("the interpreter has steps instead of a clock", async () => {
  const program = join(folder, "program.bytecode-lt.rr.ld");
  const { code, err } = await lutra("run", program, "-i", input, "--timeout", "5");
  expect(code).toBe(2);
  expect(err).toContain("--max-steps");
});
