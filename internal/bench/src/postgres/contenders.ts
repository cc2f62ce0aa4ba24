import { codecFor, type Ty } from "@lutra/bin";
import { programCodec } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgAdapter } from "@lutra/runner-postgres/pg";
import type { Client } from "pg";

/** Query of a workload, and its parameters. */
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
  "100,000 rows": { sql: "select id, title, flags, score from bench order by id", rows: 100_000 },
};

/** Makes the table of the workloads. */
export const setUp = `create table bench as
  select i::int4 as id, 'title ' || (i % 9973)::text as title, i % 2 = 0 as flags, (i * 0.37)::float8 as score
  from generate_series(1, 100000) i`;

/** Executes a workload; gives how many rows came, to check that all work was done. */
export type Contender = (client: Client, workload: Workload) => Promise<() => Promise<number>>;

const stockPg: Contender = async (client, { sql }) => {
  return async () => (await client.query({ name: "bench", text: sql })).rows.length;
};

const pgArrays: Contender = async (client, { sql }) => {
  const query = { name: "bench", text: sql, rowMode: "array" } as const;
  return async () => (await client.query(query)).rows.length;
};

const runner: Contender = async (client, { sql }) => {
  const types = { id: "Int32", title: "Text", flags: "Bool", score: "Float64" };
  const fields = Object.entries(types).map(([name, type]) => {
    return { name, ty: typeOf({ tag: "ident", value: ["std", type] }) };
  });
  const output = typeOf({ tag: "array", value: typeOf({ tag: "tuple", value: fields }) });
  const value = { sql, inputTy: typeOf({ tag: "tuple", value: [] }), outputTy: output, defs: [] };
  const program = programFromBytes(programCodec.encode({ tag: "sqlPostgres", value }));
  const postgres = new PostgresRunner(createPgAdapter(client));
  const handle = await postgres.prepare(program);
  const input = new Uint8Array();
  const codec = codecFor(output, []);
  const first = codec.decode(await postgres.execute(handle, input)) as { readonly id: number }[];
  if (first[0]?.id !== 1) throw new Error("the first row is not the first");
  return async () => {
    const bytes = await postgres.execute(handle, input);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  };
};

function typeOf(kind: Ty["kind"]): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

/** Everything that is compared, by name. */
export const contenders: Readonly<Record<string, Contender>> = {
  "pg, row objects": stockPg,
  "pg, row arrays": pgArrays,
  "runner over pg, Lutra bytes": runner,
};
