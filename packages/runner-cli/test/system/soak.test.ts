import { readFileSync } from "node:fs";
import { showcase } from "@lutra-internal/fixtures";
import { createRandom, runnerFailure } from "@lutra-internal/testing";
import { codecsFor } from "@lutra/bin/program";
import { connect } from "@lutra/runner-binary/node";
import { programFromBytes, type Run } from "@lutra/runner-core";
import { HttpClient } from "@lutra/runner-http";
import { describe, expect, test } from "vitest";
import { CliProcess } from "../cli-process.ts";
import { endlessProgram } from "../endless-program.ts";
import { attacks, type Target } from "./soak-attacks.ts";
import {
  emptyColumnsInput,
  emptyColumnsTy,
  type SqlKind,
  sqlProgram,
  std,
  tuple,
  typedSql,
  unit,
} from "./soak-programs.ts";

/** Number of attacks by each of the two clients that misbehave; thousands by hand. */
const rounds = Number(process.env["LUTRA_SOAK_ROUNDS"] ?? 45);

/** Heap of the server: a process that takes more is ended by V8. */
const heapMiB = 128;

const attackNames = Object.keys(attacks);

/** A client that behaves: one call of it, which throws if the answer is wrong. */
type Behaves = (client: Run, number: number, call: number) => Promise<void>;

interface Case {
  readonly runner: string;
  /** Extra memory of the process that the engine is known to take, in MiB. */
  readonly engineMiB: number;
  readonly args: readonly string[];
  readonly setUp: (client: Run) => Promise<void>;
  readonly behaves: Behaves;
  readonly target: Omit<Target, "tcpPort" | "httpPort">;
}

function interpreterCase(): Case {
  const { bytecodeLt = new Uint8Array(), input, expected, programType } = showcase("order-lookup");
  const { output: codec } = codecsFor(programType);
  const program = programFromBytes(bytecodeLt);
  return {
    runner: "interpreter",
    engineMiB: 200,
    args: ["--max-steps", "200000"],
    setUp: async () => {},
    behaves: async (client) => {
      const prepared = await client.prepare(program);
      const output = await client.execute(prepared, input);
      await client.release(prepared);
      // Outputs may carry bytes after the value.
      expect(codec.encode(codec.decode(output))).toEqual(expected);
    },
    target: { program, input, hostile: [[endlessProgram(), new Uint8Array()]] },
  };
}

/** Statements that would change the session, or keep the engine busy. */
const statements = [
  "BEGIN",
  "COMMIT",
  "ROLLBACK",
  "SET TimeZone = 'Asia/Tokyo'",
  "SET search_path = pg_temp",
  "CREATE TEMP TABLE kept(client int4, v int4)",
  "INSERT INTO kept VALUES (1, -1); BEGIN",
  "PREPARE p AS SELECT 1",
  "LISTEN news",
  "COPY kept FROM STDIN",
  "SELECT pg_advisory_lock(7)",
  "SELECT 1/0",
  "SELECT count(*)::int8 FROM generate_series(1, 200000) AS t(i)",
  "SELECT repeat('x', 100000)",
  "SELECT '\0'",
];

function sqlCase(runner: string, kind: SqlKind, engineMiB: number): Case {
  const text = (sql: string): readonly [ReturnType<typeof sqlProgram>, Uint8Array] => [
    sqlProgram(kind, sql, unit, std("Text")),
    new Uint8Array(),
  ];
  const pair = tuple({ client: std("Int32"), v: std("Int32") });
  const insert = typedSql(kind, "INSERT INTO kept VALUES ($1::int4, $2::int4)", pair, unit);
  const count = typedSql(
    kind,
    "SELECT count(*)::int8 FROM kept WHERE client = $1::int4",
    std("Int32"),
    std("Int64"),
  );
  const echo = typedSql(kind, "SELECT $1::int4, $2::int4", pair, pair);
  return {
    runner,
    engineMiB,
    args: [],
    setUp: async (client) => {
      const create = "CREATE TABLE kept(client int4, v int4)";
      await client.run(typedSql(kind, create, unit, unit), undefined);
    },
    behaves: async (client, number, call) => {
      await client.run(insert, { client: number, v: call });
      expect(await client.run(count, number)).toBe(BigInt(call + 1));
      expect(await client.run(echo, { client: number, v: call })).toEqual({
        client: number,
        v: call,
      });
    },
    target: {
      program: echo.program,
      input: new Uint8Array(8),
      hostile: [
        [sqlProgram(kind, "SELECT 1", emptyColumnsTy, std("Int32")), emptyColumnsInput()],
        ...statements.map(text),
      ],
    },
  };
}

const cases: readonly Case[] = [
  interpreterCase(),
  sqlCase("pglite", "sqlPostgres", 1200),
  sqlCase("duckdb", "sqlDuckDb", 600),
];

/** Returns the most memory that a process has had so far, in MiB; `undefined` where the system does not say it. */
function peakMiB(pid: number): number | undefined {
  try {
    const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}

async function portOf(server: CliProcess, pattern: RegExp): Promise<number> {
  return Number((await server.outMatch(pattern))[1]);
}

test.each(["interpreter", "pglite", "duckdb"])(
  "serve -r %s refuses 124 KB that would take 3 GB, and lives",
  async (runner) => {
    const { program: bytecode } = interpreterCase().target;
    const kind = runner === "pglite" ? "sqlPostgres" : "sqlDuckDb";
    const sql = "SELECT 1::int4 WHERE $1::text IS NULL";
    const program =
      runner === "interpreter" ? bytecode : sqlProgram(kind, sql, emptyColumnsTy, std("Int32"));
    await using server = new CliProcess(["serve", "-r", runner, "--at", "127.0.0.1:0"], {
      NODE_OPTIONS: "--max-old-space-size=64",
    });
    const port = await portOf(server, /^Listening on 127\.0\.0\.1:(\d+)$/m);
    const client = await connect({ port });
    for (let i = 0; i < 3; i++) {
      const prepared = await client.prepare(program);
      const error = await runnerFailure(client.execute(prepared, emptyColumnsInput()));
      expect(["DECODE_ERROR", "EXECUTION_ERROR", "LIMIT_EXCEEDED"]).toContain(error.code);
    }
    await client.shutdown();
    expect(await server.stop("SIGINT")).toBe(0);
  },
);

describe.each(cases)("serve -r $runner", ({ runner, engineMiB, args, setUp, behaves, target }) => {
  test("two clients get right answers while two others misbehave", async () => {
    const seed = 12;
    await using server = new CliProcess(
      ["serve", "-r", runner, "--at", "127.0.0.1:0", "--http", "127.0.0.1:0", "--allow-anyone", ...args],
      { NODE_OPTIONS: `--max-old-space-size=${heapMiB}` },
    ); // prettier-ignore
    const tcpPort = await portOf(server, /^Listening on 127\.0\.0\.1:(\d+)$/m);
    const httpPort = await portOf(server, /^Listening on 127\.0\.0\.1:(\d+) \(HTTP\)$/m);
    const good: readonly Run[] = [
      await connect({ port: tcpPort }),
      new HttpClient(`http://127.0.0.1:${httpPort}`),
    ];
    await setUp(good[0]!);

    let isOver = false;
    const calls = [0, 0];
    const behaving = good.map(async (client, number) => {
      for (; !isOver; calls[number]!++) await behaves(client, number, calls[number]!);
    });
    const misbehaving = [1, 2].map(async (client) => {
      const random = createRandom(seed * client);
      for (let round = 0; round < rounds; round++) {
        // Each kind in turn, so that few rounds have all of them.
        const name = attackNames[(round + client * 4) % attackNames.length]!;
        await attacks[name]!({ ...target, tcpPort, httpPort }, random);
      }
    });
    const over = Promise.all(misbehaving).finally(() => (isOver = true));
    await Promise.all([over, ...behaving]);

    // The clients that behave are still served, and the server ends in order.
    await Promise.all(good.map((client, number) => behaves(client, number, calls[number]!)));
    const peak = peakMiB(server.pid);
    await Promise.all(good.map((client) => client.shutdown()));
    expect(await server.stop("SIGINT")).toBe(0);
    expect(Math.min(...calls)).toBeGreaterThan(0);
    console.log(
      `${runner}: ${calls.join(" and ")} calls beside ${2 * rounds} attacks, ${peak?.toFixed(0)} MiB at most`,
    );
    expect(peak ?? 0).toBeLessThan(heapMiB + engineMiB);
  });
});
