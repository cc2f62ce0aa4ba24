// The program as the page sees it: what goes in, what comes out. TypeScript infers the types from the codecs.
import { array, type Infer, int32, int64, isoDate, option, text, tuple } from "@lutra/bin";
import { programFromBytes, type TypedProgram, typedProgram } from "@lutra/runner-core";

/** `func main(since: Date, limit: Int64)` */
const input = tuple([isoDate, int64.asNumber]);

const output = array(
  tuple({
    customer: option(text),
    city: option(text),
    id: int32,
    orders: int64.asNumber,
    cents: int64.asNumber,
    last_day: option(isoDate),
    coupons: int64.asNumber,
  }),
);

/** The day as `2025-02-01`, and how many customers at most. */
export type Query = Infer<typeof input>;

/** A row of the result. */
export type Customer = Infer<typeof output>[number];

/** Customers by what they paid since a day, the largest sum first. */
export function topCustomers(program: Uint8Array): TypedProgram<Query, Customer[]> {
  return typedProgram(programFromBytes(program), input, output);
}
