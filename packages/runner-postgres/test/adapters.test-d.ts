import type { PGlite, Transaction } from "@electric-sql/pglite";
import type { PGliteWorker } from "@electric-sql/pglite/worker";
import type { Client, Pool, PoolClient } from "pg";
import type { ReservedSql, Sql, TransactionSql } from "postgres";
import { expectTypeOf, test } from "vitest";
import type { PgClientLike, PgPoolClientLike, PgPoolLike } from "../src/pg.ts";
import type { PgliteAdapterOptions, PgliteLike } from "../src/pglite.ts";
import type { PostgresJsSqlLike } from "../src/postgres-js.ts";

test("what drivers give passes as what adapters need", () => {
  expectTypeOf<Client>().toExtend<PgClientLike>();
  expectTypeOf<PoolClient>().toExtend<PgPoolClientLike>();
  expectTypeOf<Pool>().toExtend<PgPoolLike>();
  expectTypeOf<Sql>().toExtend<PostgresJsSqlLike>();
  expectTypeOf<TransactionSql>().toExtend<PostgresJsSqlLike>();
  expectTypeOf<ReservedSql>().toExtend<PostgresJsSqlLike>();
  expectTypeOf<PGlite>().toExtend<PgliteLike>();
  expectTypeOf<PGliteWorker>().toExtend<PgliteLike>();
  expectTypeOf<Transaction>().toExtend<NonNullable<PgliteAdapterOptions["transaction"]>>();
});
