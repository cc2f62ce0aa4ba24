import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import pg, { type Client as PgClient } from "pg";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { testMarks } from "../support/marks.ts";
import {
  outputOf,
  testBackslashes,
  testExactFloats,
  testOwnersTypes,
  testRoundingSession,
} from "../support/settings.ts";
import { sqlTypes, std, unit } from "../support/types.ts";

const wrong = (): never => {
  throw new Error("a parser or serializer of the owner was used");
};

let server: PostgresServer;
let client: PgClient;
let sql: Sql;
let rounding: PgClient;
let transforming: Sql;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, database } = server;
  const address = { host, port, user, database };
  client = new pg.Client({ ...address, types: { getTypeParser: () => wrong } });
  rounding = new pg.Client({
    ...address,
    options: "-c extra_float_digits=-1 -c standard_conforming_strings=off",
  });
  for (const each of [client, rounding]) {
    each.on("error", () => {});
    await each.connect();
  }
  const type = (to: number, from: number[]): object => ({
    to,
    from,
    serialize: wrong,
    parse: wrong,
  });
  const types = {
    text: type(25, [25, 1043, 19]),
    int: type(23, [23, 21]),
    long: type(20, [20, 1700]),
    bool: type(16, [16]),
    float: type(701, [701]),
    json: type(3802, [3802, 114]),
  };
  sql = postgres({
    ...address,
    max: 1,
    types: types as never,
    // The driver would send its own question about types through the transforms.
    fetch_types: false,
    transform: { undefined: null, column: (name) => `x${name}`, value: wrong },
    onnotice: () => {},
  });
  transforming = postgres({
    ...address,
    max: 1,
    transform: { row: (row: object) => ({ ...row }) as never },
  });
});

afterAll(async () => {
  await Promise.all([client.end(), rounding.end(), sql.end(), transforming.end()]);
  await server.stop();
});

describe("pg with parsers of its owner", () => {
  testOwnersTypes(() => createPgAdapter(client));
  testExactFloats(() => createPgAdapter(client));
});

describe("postgres.js with types and transforms of its owner", () => {
  testOwnersTypes(() => createPostgresJsAdapter(sql));
  testExactFloats(() => createPostgresJsAdapter(sql));
});

describe("texts that begin with U+FEFF", () => {
  describe("pg", () => {
    testMarks({
      adapter: () => createPgAdapter(client),
      execute: (script) => client.query(script),
    });
  });
  describe("postgres.js", () => {
    testMarks({
      adapter: () => createPostgresJsAdapter(sql),
      execute: (script) => client.query(script),
    });
  });
});

describe("a session that rounds floats", () => {
  testRoundingSession(() => createPgAdapter(rounding), -1);
  testBackslashes(() => createPgAdapter(rounding));
});

describe("postgres.js that transforms rows", () => {
  const types = sqlTypes(unit, std("Int64"));
  const error = {
    code: "EXECUTION_ERROR",
    message: expect.stringContaining("`transform.row`") as string,
  };

  test("says so at the first call", async () => {
    const call = outputOf(createPostgresJsAdapter(transforming), "select 1::int8", types);
    await expect(call).rejects.toMatchObject(error);
  });

  test("says so in a transaction too", async () => {
    await transforming.begin(async (transaction) => {
      const call = outputOf(createPostgresJsAdapter(transaction), "select 1::int8", types);
      await expect(call).rejects.toMatchObject(error);
    });
  });
});
