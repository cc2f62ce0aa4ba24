import type { DuckDBConnection } from "@duckdb/node-api";
import { codecFor, type Ty } from "@lutra/bin";
import { programCodec } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { DuckDbRunner } from "@lutra/runner-duckdb";
import { createDuckDbNodeAdapter } from "@lutra/runner-duckdb/node";

/** Query of a workload, and its parameters. */
export interface Workload {
  readonly sql: string;
  readonly rows: number;
  /** The type of a row; its first field is an Int32 that begins with 1. */
  readonly row: Ty;
}

const plainRow = tupleOf({
  id: standard("Int32"),
  title: standard("Text"),
  flags: standard("Bool"),
  score: standard("Float64"),
});

/** The workloads by name. */
export const workloads: Readonly<Record<string, Workload>> = {
  "SELECT 1": {
    sql: "select 1::int4 as id, ''::text as title, true as flags, 0::float8 as score",
    rows: 1,
    row: plainRow,
  },
  "100,000 rows": {
    sql: "select id, title, flags, score from bench",
    rows: 100_000,
    row: plainRow,
  },
  "20,000 rows of texts": {
    sql: "select id, title, body, note from texts",
    rows: 20_000,
    row: tupleOf({
      id: standard("Int32"),
      title: standard("Text"),
      body: standard("Text"),
      note: standard("Text"),
    }),
  },
  "20,000 nested rows": {
    sql: "select id, place, tags, items from nested",
    rows: 20_000,
    row: tupleOf({
      id: standard("Int32"),
      place: tupleOf({ x: standard("Float64"), y: standard("Float64"), name: standard("Text") }),
      tags: listOf(standard("Text")),
      items: listOf(tupleOf({ key: standard("Int64"), value: standard("Int32") })),
    }),
  },
};

/** Makes the tables of the workloads. */
export const setUp: readonly string[] = [
  `create table bench as
  select (i + 1)::int4 as id, 'title ' || (i % 9973) as title, i % 2 = 0 as flags, (i * 0.37)::float8 as score
  from range(100000) r(i)`,
  `create table texts as
  select (i + 1)::int4 as id, 'title ' || (i % 9973) as title,
    repeat('The quick brown fox. ', (i % 20 + 1)::int4) as body, repeat('über ', (i % 7)::int4) as note
  from range(20000) r(i)`,
  `create table nested as
  select (i + 1)::int4 as id, {x: i * 0.37::float8, y: i * 0.73::float8, name: 'place ' || (i % 997)} as place,
    ['tag ' || (i % 7), 'a longer tag than twelve bytes', 'c'] as tags,
    [{key: i::int8, value: 1::int4}, {key: (i + 1)::int8, value: 2::int4}, {key: (i * 3)::int8, value: 3::int4}] as items
  from range(20000) r(i)`,
];

/** Executes a workload; gives how many rows came, to check that all work was done. */
export type Contender = (
  connection: DuckDBConnection,
  workload: Workload,
) => Promise<() => Promise<number>>;

// All keep their statement, as the runner does: what is compared is the work on results.

const valuesOfChunks: Contender = async (connection, { sql }) => {
  const statement = await connection.prepare(sql);
  return async () => {
    const result = await statement.run();
    let rows = 0;
    for (let i = 0; i < result.chunkCount; i++) rows += result.getChunk(i).getRows().length;
    return rows;
  };
};

const rowObjects: Contender = async (connection, { sql }) => {
  const statement = await connection.prepare(sql);
  return async () => (await statement.runAndReadAll()).getRowObjectsJS().length;
};

const columns: Contender = async (connection, { sql }) => {
  const statement = await connection.prepare(sql);
  return async () => (await statement.runAndReadAll()).getColumnsJS()[0]?.length ?? 0;
};

const runner: Contender = async (connection, { sql, row }) => {
  const output = listOf(row);
  const value = { sql, inputTy: tupleOf({}), outputTy: output, defs: [] };
  const program = programFromBytes(programCodec.encode({ tag: "sqlDuckDb", value }));
  const duckDb = new DuckDbRunner(createDuckDbNodeAdapter(connection));
  const handle = await duckDb.prepare(program);
  const input = new Uint8Array();
  const codec = codecFor(output, []);
  const first = codec.decode(await duckDb.execute(handle, input)) as { readonly id: number }[];
  if (first[0]?.id !== 1) throw new Error("the first row is not the first");
  return async () => {
    const bytes = await duckDb.execute(handle, input);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  };
};

function standard(name: string): Ty {
  return typeOf({ tag: "ident", value: ["std", name] });
}

function listOf(item: Ty): Ty {
  return typeOf({ tag: "array", value: item });
}

function tupleOf(fields: Readonly<Record<string, Ty>>): Ty {
  const value = Object.entries(fields).map(([name, ty]) => ({ name, ty }));
  return typeOf({ tag: "tuple", value });
}

function typeOf(kind: Ty["kind"]): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

/** Everything that is compared, by name. */
export const contenders: Readonly<Record<string, Contender>> = {
  "node-api, chunks": valuesOfChunks,
  "node-api, row objects": rowObjects,
  "node-api, columns": columns,
  "runner, Lutra bytes": runner,
};
