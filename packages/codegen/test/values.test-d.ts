import type {
  Json,
  Movie,
  MovieSearchRow,
  Sale,
  ShowcaseClient,
} from "@lutra-internal/fixtures/generated/showcase";
import type { AliasesInput, BrandsClient, Id } from "@lutra-internal/fixtures/generated/brands";
import type { RecursionRow } from "@lutra-internal/fixtures/generated/torture";
import {
  date,
  enumOf,
  float64,
  type Infer,
  int32,
  int64,
  option,
  text,
  tuple,
  unit,
} from "@lutra/bin";
import { expectTypeOf, test } from "vitest";

const movie = tuple({
  id: int32,
  title: text,
  genre: text,
  released: date,
  rating: option(float64),
});
const sale = tuple({ sold_on: date, product_id: int32, units: int32, unit_price_cents: int64 });
const leaf = enumOf({ null: unit, number: float64 });

test("generated types are those of combinators", () => {
  expectTypeOf<Movie>().toEqualTypeOf<Infer<typeof movie>>();
  expectTypeOf<Sale>().toEqualTypeOf<Infer<typeof sale>>();
  expectTypeOf<Infer<typeof leaf>>().toExtend<Json>();
  expectTypeOf<RecursionRow["order"]>().toEqualTypeOf<"less" | "equal" | "greater">();
});

test("methods take parameters one by one, and return rows", () => {
  expectTypeOf<readonly Movie[]>().toExtend<Parameters<ShowcaseClient["movieSearch"]>[1]>();
  expectTypeOf<ReturnType<ShowcaseClient["movieSearch"]>>().toEqualTypeOf<
    Promise<MovieSearchRow[]>
  >();
});

test("a branded type takes values of its own name only", () => {
  type Given = Parameters<BrandsClient["aliases"]>[0];
  expectTypeOf<AliasesInput>().toExtend<Given>();
  expectTypeOf<Id>().toExtend<bigint>();
  expectTypeOf<bigint>().not.toExtend<Id>();
  const id = 5n as Id;
  expectTypeOf(id * 2n).toEqualTypeOf<bigint>();
  expectTypeOf<AliasesInput["maybe"]>().toEqualTypeOf<Id | null>();
  expectTypeOf<AliasesInput["ids"]>().toEqualTypeOf<Id[]>();
  expectTypeOf<Omit<AliasesInput, "id"> & { id: bigint }>().not.toExtend<Given>();
});
