import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CliProcess } from "./cli-process.ts";
import { runOnDuckDb } from "./duckdb-database.ts";
import { lutra } from "./fake-io.ts";

const folder = fileURLToPath(
  new URL("../../../examples/programs/sql-tables/archive-orders/", import.meta.url),
);
/** Inserts three rows. */
const insert = ["run", join(folder, "program.sql-duckdb.rr.ld"), "-i", join(folder, "input.ld")];

let place: string;
let file: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "lutra-runner-"));
  file = join(place, "shop.db");
  await runOnDuckDb(file, await readFile(join(folder, "duckdb.sql"), "utf8"));
});
afterEach(() => rm(place, { recursive: true }));

describe("serve", () => {
  const tcp = [["--at", "127.0.0.1:0"], "tcp", /^Listening on (127\.0\.0\.1:\d+)$/m] as const;
  const http = [
    ["--http", "127.0.0.1:0", "--allow-anyone"],
    "http",
    /^Listening on (\S+) \(HTTP\)$/m,
  ] as const;

  // An orderly end leaves one file that is complete by itself.
  const whole = ["shop.db"];
  const withLog = ["shop.db", "shop.db.wal"];

  test.each([
    ["over TCP, interrupted", "SIGINT", 0, tcp, whole],
    ["over HTTP, interrupted", "SIGINT", 0, http, whole],
    ["over TCP, killed", "SIGKILL", null, tcp, withLog],
    ["over HTTP, killed", "SIGKILL", null, http, withLog],
  ] as const)(
    "%s: what a client has inserted is there",
    async (_, signal, exitCode, protocol, names) => {
      const [listen, scheme, listening] = protocol;
      await using server = new CliProcess(["serve", "-r", `duckdb:${file}`, ...listen]);
      const [, address] = await server.outMatch(listening);
      const inserted = await lutra(...insert, "-r", `${scheme}://${address}`);
      expect(inserted).toMatchObject({ code: 0, err: "" });
      expect(await server.stop(signal)).toBe(exitCode);
      expect((await readdir(place)).sort()).toEqual(names);
      expect(await runOnDuckDb(file, "SELECT number FROM archive ORDER BY number")).toEqual([
        ["8999"],
        ["9001"],
        ["9003"],
        ["9004"],
      ]);
    },
  );

  test("a second process is told to go through the first", async () => {
    await using server = new CliProcess(["serve", "-r", `duckdb:${file}`, "--at", "127.0.0.1:0"]);
    await server.outMatch(/^Listening/m);
    for (const command of ["interface", "serve"]) {
      const { code, err } = await second([command, "-r", `duckdb:${file}`]);
      expect(code).toBe(1);
      expect(err).toMatch(
        /^error: cannot open .*shop\.db: .*Could not set lock.*\nhelp: one process at a time.*tcp:.*\n$/,
      );
    }
  });
});

/** Runs the command in a process of its own: locks of files are between processes. */
async function second(args: readonly string[]): Promise<{ code: number | null; err: string }> {
  await using command = new CliProcess(args);
  const code = await command.ended();
  return { code, err: command.err };
}

describe("interface", () => {
  test("only reads: nothing changes, and another reader may have the file open", async () => {
    const before = await stat(file, { bigint: true });
    const reader = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
    const { code, err } = await second(["interface", "-r", `duckdb:${file}`]);
    reader.closeSync();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect((await stat(file, { bigint: true })).mtimeNs).toBe(before.mtimeNs);
    expect(await readdir(place)).toEqual(["shop.db"]);
  });

  test("opens a file beside the log of a process that was killed, and leaves both", async () => {
    await using server = new CliProcess(["serve", "-r", `duckdb:${file}`, "--at", "127.0.0.1:0"]);
    const [, address] = await server.outMatch(/^Listening on (\S+)$/m);
    await lutra(...insert, "-r", `tcp://${address}`);
    await server.stop("SIGKILL");
    const names = await readdir(place);
    expect(names).toContain("shop.db.wal");
    const { code, out } = await lutra("interface", "-r", `duckdb:${file}`);
    expect(code).toBe(0);
    expect(out).toContain("type ArchiveRow:");
    expect(await readdir(place)).toEqual(names);
  });
});

describe("a file that does not open is told in two lines", () => {
  test.each([
    ["made by a newer DuckDB", (bytes: Buffer) => withVersion(bytes, 99n), /version number 99.*\nhelp: a newer DuckDB/],
    ["made by an older DuckDB", (bytes: Buffer) => withVersion(bytes, 1n), /version number 1,.*\nhelp: an older DuckDB/],
    ["cut off", (bytes: Buffer) => bytes.subarray(0, 5000), /Could not read enough bytes.*\nhelp: the file is damaged/],
    ["empty", (bytes: Buffer) => bytes.subarray(0, 0), /not a valid DuckDB database file!\nhelp: PATH is a database file/],
  ])("%s", async (_, change, message) => {
    await writeFile(file, change(await readFile(file)));
    for (const command of ["interface", "serve"]) {
      const { code, err } = await lutra(command, "-r", `duckdb:${file}`);
      expect(code).toBe(1);
      expect(err).toMatch(message);
      expect(err.split("\n")).toHaveLength(3);
    }
  }); // prettier-ignore
});

test("a file of data is told from a database", async () => {
  const data = join(place, "orders.csv");
  await writeFile(data, "id\n1\n");
  for (const command of ["interface", "serve"]) {
    const { code, err } = await lutra(command, "-r", `duckdb:${data}`);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: cannot open .*orders\.csv: .*\nhelp: PATH is a database file/);
  }
});

/** Returns a database file that says to be of another version of the format, with the checksum that goes with it. */
function withVersion(file: Buffer, version: bigint): Buffer {
  const changed = Buffer.from(file);
  changed.writeBigUInt64LE(version, 12);
  let checksum = 5381n;
  for (let at = 8; at < 4096; at += 8) {
    checksum ^= BigInt.asUintN(64, changed.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n);
  }
  changed.writeBigUInt64LE(checksum, 0);
  return changed;
}
