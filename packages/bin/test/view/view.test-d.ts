import { expectTypeOf, test } from "vitest";
import { array, bytes, type Codec, int32, int64, option, text, tuple } from "../../src/index.ts";
import { view } from "../../src/view.ts";

const input = new Uint8Array();

test("items and columns have the types of the codec", () => {
  const rows = view(array(tuple({ id: int32, name: option(text), sold: int64 })), input);
  expectTypeOf(rows.at(0)).toEqualTypeOf<
    { id: number; name: string | null; sold: bigint } | undefined
  >();
  expectTypeOf(rows.column("name")).toEqualTypeOf<(string | null)[]>();
  expectTypeOf(rows.column("id", Int32Array)).toExtend<Int32Array>();
  expectTypeOf(rows.column("sold", BigInt64Array)).toExtend<BigInt64Array>();
  // @ts-expect-error -- no field has this name
  rows.column("title");
});

test("columns of lists have positions", () => {
  const rows = view(array(tuple([int32, text])), input);
  expectTypeOf(rows.column(1)).toEqualTypeOf<string[]>();
  // @ts-expect-error -- the fields have no names
  rows.column("a");
});

test("a type that is only known at run time has columns of unknown values", () => {
  const rows = view(null as unknown as Codec<unknown[]>, input);
  expectTypeOf(rows.column("a")).toEqualTypeOf<unknown[]>();
});

test("fields of a tuple have its types, and views of theirs", () => {
  const page = tuple({
    total: int64,
    rows: array(tuple({ id: int32 })),
    pair: tuple([text, int32]),
  });
  const lazy = view(page, input);
  expectTypeOf(lazy.get("total")).toEqualTypeOf<bigint>();
  expectTypeOf(lazy.view("rows").at(0)).toEqualTypeOf<{ id: number } | undefined>();
  expectTypeOf(lazy.view("pair").get(0)).toEqualTypeOf<string>();
  expectTypeOf(view(tuple([int32, text]), input).get(1)).toEqualTypeOf<string>();
  // @ts-expect-error -- no field has this name
  lazy.get("title");
  // @ts-expect-error -- a bigint has no items
  lazy.view("total").at(0);
});

test("only arrays and tuples of JavaScript are viewed", () => {
  expectTypeOf(view(array(int32), input).at(0)).toEqualTypeOf<number | undefined>();
  // @ts-expect-error -- no array
  view(int32, input);
  // @ts-expect-error -- decodes to a view already
  view(bytes, input);
  // @ts-expect-error -- a number has no columns
  view(array(int32), input).column("a");
});
