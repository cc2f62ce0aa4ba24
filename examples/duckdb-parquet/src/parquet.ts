// Runs a program over Parquet files, which it makes on the first run:
//   node scripts/run-source.mjs examples/duckdb-parquet/src/parquet.ts
import { fileURLToPath } from "node:url";
import { openDuckDb } from "@lutra/runner-duckdb/node";
import { makeFiles, makeViews } from "./shop.ts";
import { TopCustomersClient } from "./top-customers.lutra.ts";

const folder = fileURLToPath(new URL("../data", import.meta.url));
await makeFiles(folder);

// Programs reach the files of this folder and no others.
const runner = await openDuckDb(await makeViews(folder), { files: folder });
console.log("What programs can read, as Lutra source:");
console.log(await runner.getInterface());

console.log("Who paid most since February 2025 (examples/programs/sql-tables/top-customers):");
const lutra = new TopCustomersClient(runner);
const day = 86_400_000;
const rows = await lutra.topCustomers(Date.parse("2025-02-01") / day, 3n);
console.table(
  rows.map((row) => ({
    ...row,
    last_day: row.last_day && new Date(row.last_day * day).toDateString(),
  })),
);
await runner.shutdown();
