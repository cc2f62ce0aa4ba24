import type { DuckDBConnection } from "@duckdb/node-api";
import { codecFor, type Ty } from "@lutra/bin";
import { programCodec } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { DuckDbRunner } from "@lutra/runner-duckdb";
import { createNodeAdapter } from "@lutra/runner-duckdb/node";

/** What is asked of the database. */
export interface Workload {
  readonly sql: string;
  readonly rows: number;
}

/** The workloads by name. */
export const workloads: Readonly<Record<string, Workload>> = {
  "SELECT 1": {
    sql: "select 1::int4 as id, ''::text as title, true as flags, 0::float8 as score",
    rows: 1,
  },
  "100,000 rows": { sql: "select id, title, flags, score from bench", rows: 100_000 },
};

/** Makes the table of the workloads. */
export const setUp = `create table bench as
  select (i + 1)::int4 as id, 'title ' || (i % 9973) as title, i % 2 = 0 as flags, (i * 0.37)::float8 as score
  from range(100000) r(i)`;

/** Executes a workload; gives how many rows came, to check that all work was done. */
export type Contender = (
  connection: DuckDBConnection,
  workload: Workload,
) => Promise<() => Promise<number>>;

const chunksOnly: Contender = async (connection, { sql }) => {
  return async () => {
    const chunks = await (await connection.run(sql)).fetchAllChunks();
    return chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
  };
};

const rowObjects: Contender = async (connection, { sql }) => {
  return async () => (await connection.runAndReadAll(sql)).getRowObjectsJS().length;
};

const columns: Contender = async (connection, { sql }) => {
  return async () => (await connection.runAndReadAll(sql)).getColumnsJS()[0]?.length ?? 0;
};

const runner: Contender = async (connection, { sql }) => {
  const types = { id: "Int32", title: "Text", flags: "Bool", score: "Float64" };
  const fields = Object.entries(types).map(([name, type]) => {
    return { name, ty: typeOf({ tag: "ident", value: ["std", type] }) };
  });
  const output = typeOf({ tag: "array", value: typeOf({ tag: "tuple", value: fields }) });
  const value = { sql, inputTy: typeOf({ tag: "tuple", value: [] }), outputTy: output, defs: [] };
  const program = programFromBytes(programCodec.encode({ tag: "sqlDuckDb", value }));
  const duckDb = new DuckDbRunner(createNodeAdapter(connection));
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

function typeOf(kind: Ty["kind"]): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

/** Everything that is compared, by name. */
export const contenders: Readonly<Record<string, Contender>> = {
  "node-api, chunks not read": chunksOnly,
  "node-api, row objects": rowObjects,
  "node-api, columns": columns,
  "runner, Lutra bytes": runner,
};
