import { readFile } from "node:fs/promises";
import { array, type Infer, int32, int64, isoDate, option, text, tuple } from "@lutra/bin";
import { programFromBytes, type TypedProgram, typedProgram } from "@lutra/runner-core";

const file = new URL(
  "../../programs/sql-tables/top-customers/program.sql-duckdb.rr.ld",
  import.meta.url,
);

/** `func main(since: Date, limit: Int64)` */
const input = tuple([isoDate, int64]);

const output = array(
  tuple({
    customer: option(text),
    city: option(text),
    id: int32,
    orders: int64,
    cents: int64,
    last_day: option(isoDate),
    coupons: int64,
  }),
);

/** Reads the compiled program: customers by what they paid since a day, the largest sum first. */
export async function readTopCustomers(): Promise<
  TypedProgram<Infer<typeof input>, Infer<typeof output>>
> {
  return typedProgram(programFromBytes(await readFile(file)), input, output);
}
