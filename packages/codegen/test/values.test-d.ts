import type {
  Json,
  Movie,
  MovieSearchRow,
  Sale,
  ShowcaseClient,
} from "@lutra-internal/fixtures/generated/showcase";
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
