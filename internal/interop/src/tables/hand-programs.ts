import { createRandom } from "@lutra-internal/testing";
import type { RandomTableProgram } from "./random-program.ts";
import type { ColumnType, RandomTable } from "./random-table.ts";

const columns: ReadonlyMap<string, ColumnType> = new Map([
  ["id", "Int64"],
  ["k", "Int32"],
  ["n", "Int64"],
  ["s", "Text"],
  ["w", "Bool"],
  ["o", "option"],
]);

function table(name: string, count: number): RandomTable {
  const random = createRandom(count);
  const rows = Array.from({ length: count }, (_, i) => ({
    // Not in the order of the ids.
    id: BigInt((i * 7) % count),
    k: random.below(6),
    n: BigInt(random.below(9) - 4),
    s: random.pick(["a", "b", "it's", ""]),
    w: random.oneIn(2),
    o: random.oneIn(3) ? null : random.below(5),
  }));
  return { name, columns, rows };
}

const tables = [table("a", 23), table("b", 11)] as const;

/** Programs that say what each rule is about: name, expression, whether its order is known. */
const programs: readonly (readonly [string, string, boolean])[] = [
  ["find by key", "a | find(x -> x.id == 3)", true],
  ["find nothing", "a | find(x -> x.id == 99)", true],
  ["filter by key", "a | filter(x -> x.k == 3)", false],
  ["count of a filter", "a | filter(x -> x.n > 0) | count", true],
  ["count of nothing", "a | filter(x -> x.id < 0) | count", true],
  ["top three", "a | sort(x -> -x.id) | slice(0, 3) | map(x -> x.s)", true],
  ["slice in the middle", "a | sort(x -> x.id) | slice(5, 9)", true],
  ["slice backwards", "a | sort(x -> x.id) | slice(5, 2)", true],
  ["slice past the end", "a | sort(x -> x.id) | slice(20, 99)", true],
  ["slice of a slice", "a | sort(x -> x.id) | slice(2, 12) | slice(3, 5) | map(x -> x.id)", true],
  [
    "filter of a slice",
    "a | sort(x -> x.id) | slice(0, 9) | filter(x -> x.w) | map(x -> x.id)",
    true,
  ],
  ["index", "a | sort(x -> x.id) | index(4)", true],
  ["index past the end", "a | sort(x -> x.id) | index(400)", true],
  ["index before the start", "a | sort(x -> x.id) | index(-1)", true],
  // The compiler drops the first sort.
  ["sort after a sort", "a | sort(x -> x.id) | sort(x -> x.k) | map(x -> x.id)", false],
  ["sort with ties", "a | sort(x -> x.k) | map(x -> x.k)", true],
  [
    "a lookup for each",
    "a | sort(x -> x.id) | map(x -> {x.id, b | find(y -> y.id == to_int64(x.k))})",
    true,
  ],
  [
    "a lookup for each of the first rows",
    "a | sort(x -> x.id) | slice(0, 7) | map(x -> {x.id, b | find(y -> y.id == to_int64(x.k))})",
    true,
  ],
  [
    "a lookup by Text",
    "a | sort(x -> x.id) | map(x -> {x.id, b | filter(y -> y.s == x.s) | map(y -> {y.s, 1: Int64}) | index(0)})",
    true,
  ],
  [
    "an array for each",
    "a | sort(x -> x.id) | map(x -> {x.id, b | filter(y -> y.k == x.k) | sort(y -> y.id) | map(y -> y.id)})",
    true,
  ],
  [
    "two readers of one array",
    "(let t = a | filter(x -> x.w); zip(t | map(x -> x.id), t | map(x -> x.n)))",
    false,
  ],
  [
    "two slices of one array",
    "(let t = a | sort(x -> x.k); zip(t | slice(0, 5) | map(x -> x.id), t | slice(0, 5) | map(x -> x.k)))",
    false,
  ],
  ["count and sum of one array", "(let t = a; {count(t), t | map(x -> x.n) | sum})", true],
  ["columns", "a | sort(x -> x.id) | to_columnar", true],
  ["columns of a table", "a | map(x -> {x.id, x.n}) | to_columnar | from_columnar", false],
  [
    "append of sorted arrays",
    "append(a | sort(x -> x.id), b | sort(x -> -x.id)) | map(x -> x.id)",
    true,
  ],
  [
    "an element of an append",
    "append(a | sort(x -> x.id), b | sort(x -> -x.id)) | index(23) | is_some",
    true,
  ],
  [
    "group and sum",
    "a | group_map(x -> x.k, func (k, rows) -> {k = k, n = count(rows), t = rows | map(r -> r.n) | sum}) | sort(x -> x.k)",
    true,
  ],
  [
    "group and top",
    "a | group_map(x -> x.k, func (k, rows) -> {k = k, t = rows | map(r -> r.n) | sum}) | sort(x -> -x.k) | slice(0, 2)",
    true,
  ],
  [
    "sort in a group",
    "a | group_map(x -> x.k, func (k, rows) -> {k = k, ids = rows | sort(r -> -r.id) | map(r -> r.id)}) | sort(x -> x.k)",
    true,
  ],
  ...[
    ["filter", "c = rows | filter(r -> r.n > 2) | count"],
    [
      "filter beside a count",
      "c = rows | filter(r -> r.n > 2) | map(r -> r.n) | sum, d = count(rows)",
    ],
    [
      "two filters",
      "c = rows | filter(r -> r.w) | map(r -> r.n) | max, d = rows | filter(r -> r.n < 0) | count",
    ],
    ["slice", "c = rows | sort(r -> -r.id) | slice(0, 2) | map(r -> r.id)"],
    [
      "slice of a filter",
      "c = rows | filter(r -> r.w) | sort(r -> r.id) | slice(1, 3) | map(r -> r.n) | sum",
    ],
    ["slice of a slice", "c = rows | sort(r -> r.id) | slice(1, 9) | slice(1, 3) | map(r -> r.id)"],
    [
      "filter of a slice",
      "c = rows | sort(r -> r.id) | slice(0, 3) | filter(r -> r.n > 0) | map(r -> r.id)",
    ],
    [
      "texts of a slice",
      'c = rows | sort(r -> r.id) | slice(0, 2) | map(r -> r.s) | text::join(",")',
    ],
    ["a filter that guards a map", "c = rows | filter(r -> r.n != 0) | map(r -> 12 / r.n) | sum"],
    ["flat_map", "c = rows | flat_map(r -> b | filter(y -> y.id == r.n)) | count, d = count(rows)"],
    [
      "flat_map of a filter",
      "c = rows | filter(r -> r.w) | flat_map(r -> b | filter(y -> y.id > r.n)) | map(y -> y.n) | max, d = rows | map(r -> r.n) | sum",
    ],
    [
      "two flat_maps, and a filter beside them",
      "c = rows | flat_map(r -> b | filter(y -> y.id == r.n)) | map(y -> y.n) | sum, d = rows | flat_map(r -> b | filter(y -> y.id > r.n)) | filter(y -> y.w) | count, e = rows | filter(r -> r.w) | count",
    ],
    [
      "flat_map beside a lookup",
      "c = rows | flat_map(r -> b | filter(y -> y.k == k && y.id != r.id)) | count, d = b | filter(y -> y.k == k) | count",
    ],
  ].map(([name, made]): (typeof programs)[number] => [
    `in a group, ${name}`,
    `a | group_map(x -> x.k, func (k, rows) -> {k = k, ${made}}) | sort(x -> x.k)`,
    true,
  ]),
  [
    "flat_map of a sorted array",
    "a | sort(x -> x.id) | flat_map(x -> b | filter(y -> y.k == x.k) | sort(y -> -y.id)) | map(y -> y.id)",
    true,
  ],
  [
    "slice of a flat_map",
    "a | sort(x -> x.id) | flat_map(x -> b | filter(y -> y.k == x.k) | sort(y -> y.id)) | slice(2, 6) | map(y -> y.id)",
    true,
  ],
  ["texts joined", 'a | sort(x -> -x.id) | map(x -> to_text(x.id)) | text::join(",")', true],
  ["previous item", "a | sort(x -> x.id) | map(x -> x.n) | lag(1)", true],
  ["rolling mean", "a | sort(x -> x.id) | map(x -> x.n) | rolling_mean(1, 1)", true],
  ["rank", "a | sort(x -> x.id) | map(x -> x.k) | rank", true],
  ["distinct", "a | map(x -> x.k) | distinct", false],
  ["any", "a | map(x -> x.n > 3) | std::array::any", true],
  ["is empty", "a | filter(x -> x.id == 99) | is_empty", true],
  ["options", "a | sort(x -> x.id) | map(x -> {x.o, x.o | or_else(7), is_some(x.o)})", true],
  [
    "a filter that guards another",
    "a | filter(x -> x.n != 0) | filter(x -> 12 / x.n > 1) | map(x -> 12 / x.n)",
    false,
  ],
  [
    "a fold",
    "a | sort(x -> x.id) | map(x -> x.n) | fold(1: Int64, func (s: Int64, v: Int64): Int64 -> s * 2 + v)",
    true,
  ],
];

/** Returns the programs that were written by hand, with names. */
export function handTablePrograms(): ReadonlyMap<string, RandomTableProgram> {
  return new Map(programs.map(([name, body, isOrdered]) => [name, { tables, body, isOrdered }]));
}
