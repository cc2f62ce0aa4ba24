import { describe, expect, it, vi } from "vitest";
import {
  array,
  bool,
  bytes,
  type Codec,
  date,
  DecodeError,
  float64,
  int16,
  int32,
  int64,
  mapped,
  named,
  option,
  text,
  tuple,
  typedArray,
  uint8,
  unit,
} from "../../src/index.ts";
import { compileCodec } from "../../src/jit.ts";
import { type LazyArray, view } from "../../src/view.ts";
import { chargeOf, smallestBudget } from "../support/charge-of.ts";
import { moduleCodec } from "../support/twins.ts";

const movies = array(
  tuple({ id: int16, title: text, sold: int64, score: float64, rating: option(float64) }),
);
const values = [
  { id: 1, title: "Alien", sold: 7n, score: 8.5, rating: null },
  { id: 2, title: "Brazil", sold: -1n, score: -0, rating: 7.9 },
  { id: -3, title: "Cube", sold: 2n ** 62n, score: Number.NaN, rating: null },
];
const encoded = movies.encode(values);

describe("view", () => {
  it("reads items by index, as Array.prototype.at does", () => {
    const lazy = view(movies, encoded);
    expect(lazy.length).toBe(3);
    for (const index of [0, 2, 3, -1, -3, -4, 1.7, -0.5, Number.NaN, Infinity]) {
      expect(lazy.at(index)).toEqual(values.at(index));
    }
    expect([...lazy]).toEqual(values);
    expect([...lazy]).toEqual(values);
  });

  it("reads columns as arrays, and numbers as typed arrays", () => {
    const lazy = view(movies, encoded);
    expect(lazy.column("title")).toEqual(["Alien", "Brazil", "Cube"]);
    expect(lazy.column("rating")).toEqual([null, 7.9, null]);
    expect(lazy.column("score")).toEqual([8.5, -0, Number.NaN]);
    expect(lazy.column("id", Int16Array)).toEqual(new Int16Array([1, 2, -3]));
    expect(lazy.column("sold", BigInt64Array)).toEqual(new BigInt64Array([7n, -1n, 2n ** 62n]));
    expect(lazy.column("score", Float64Array)).toEqual(new Float64Array([8.5, -0, Number.NaN]));
  });

  // Numbers are copied several at a time, and the rest one by one.
  it.each([0, 1, 2, 3, 4, 5, 7, 8, 9])("reads typed columns of %i items", (count) => {
    const rows = array(
      tuple({ flag: bool, a: uint8, b: int16, c: int32, d: int64, e: float64, name: text }),
    );
    const items = Array.from({ length: count }, (_, i) => {
      const x = (i + 1) * (i % 2 === 0 ? 1 : -1);
      return { flag: true, a: i, b: x, c: x * 70_000, d: BigInt(x) << 40n, e: x / 3, name: "x" };
    });
    const lazy = view(rows, rows.encode(items));
    expect([...lazy.column("a", Uint8Array)]).toEqual(items.map(({ a }) => a));
    expect([...lazy.column("b", Int16Array)]).toEqual(items.map(({ b }) => b));
    expect([...lazy.column("c", Int32Array)]).toEqual(items.map(({ c }) => c));
    expect([...lazy.column("d", BigInt64Array)]).toEqual(items.map(({ d }) => d));
    expect([...lazy.column("e", Float64Array)]).toEqual(items.map(({ e }) => e));
  });

  it("keeps the bits of NaN in a typed column", () => {
    const rows = array(tuple({ x: float64 }));
    const bits = rows.encode([{ x: 0 }]);
    bits.set([1, 2, 3, 4, 5, 6, 0xf7, 0xff], 8);
    const { buffer } = view(rows, bits).column("x", Float64Array);
    expect(new Uint8Array(buffer)).toEqual(bits.slice(8));
  });

  it("reads lists, names, dates and compiled codecs", () => {
    const days = named(["Days"], array(named(["Day"], tuple([date, bool, uint8]))));
    const lazy = view(days, days.encode([[20_000, true, 9]]));
    expect(lazy.column(0, Int32Array)).toEqual(new Int32Array([20_000]));
    expect(lazy.column(1)).toEqual([true]);
    expect(lazy.column(2, Uint8Array)).toEqual(new Uint8Array([9]));
    expect(view(compileCodec(movies), encoded).at(1)).toEqual(values[1]);
  });

  it("reads arrays without items, and items without bytes", () => {
    const none = view(movies, movies.encode([]));
    expect([none.length, none.at(0), [...none]]).toEqual([0, undefined, []]);
    expect(none.column("title")).toEqual([]);
    expect(none.column("id", Int16Array)).toEqual(new Int16Array(0));
    const units = array(tuple({ a: unit }));
    const lazy = view(units, units.encode([{ a: undefined }, { a: undefined }]));
    expect(lazy.column("a")).toEqual([undefined, undefined]);
    expect(() => view(array(unit), new Uint8Array([8, 0, 0, 0, 255, 255, 255, 255]))).toThrow(
      /maxZeroSizedItems/,
    );
  });

  it("reads one item of shared memory, and of bytes inside a larger buffer", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(encoded.length));
    shared.set(encoded);
    const lazy = view(movies, shared);
    expect(lazy.at(2)).toEqual(values[2]);
    // It has its own copy, made once.
    shared.fill(0);
    expect([...lazy]).toEqual(values);
    const large = new Uint8Array(encoded.length + 9);
    large.set(encoded, 5);
    expect(view(movies, large.subarray(5)).column("id")).toEqual([1, 2, -3]);
  });

  it("needs no shared memory, which browsers have on some pages only", () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    const read = [...view(movies, encoded.slice())];
    vi.unstubAllGlobals();
    expect(read).toEqual(values);
  });

  it("allows other decoding while it iterates", () => {
    const lazy = view(movies, encoded);
    const seen: unknown[] = [];
    for (const movie of lazy) {
      expect(lazy.at(0)).toEqual(movies.decode(encoded)[0]);
      seen.push(movie);
    }
    expect(seen).toEqual(values);
  });
});

describe("a view of a tuple", () => {
  const page = tuple({ total: int64, rows: movies, head: tuple([text, array(int32)]), none: unit });
  const value = { total: 3n, rows: values, head: ["Films", [1, 2]], none: undefined } as const;
  const bytesOfPage = page.encode(value);

  it("decodes single fields, and opens arrays and tuples", () => {
    const lazy = view(page, bytesOfPage);
    for (const key of ["total", "rows", "head", "none"] as const) {
      expect(lazy.get(key)).toEqual(value[key]);
    }
    const rows = lazy.view("rows");
    expect([rows.length, rows.at(-1), rows.column("title")]).toEqual([
      3,
      values[2],
      ["Alien", "Brazil", "Cube"],
    ]);
    expect([...rows]).toEqual(values);
    expect(lazy.view("head").get(0)).toBe("Films");
    expect([...lazy.view("head").view(1)]).toEqual([1, 2]);
  });

  it("reports errors with the path of decode, where it reads them", () => {
    const broken = bytesOfPage.slice();
    broken[broken.indexOf("B".charCodeAt(0))] = 0xff;
    const expected = thrownBy(() => page.decode(broken)) as DecodeError;
    expect(expected.path).toEqual(["rows", 1, "title"]);
    const lazy = view(page, broken);
    expect(lazy.get("total")).toBe(3n);
    const rows = lazy.view("rows");
    for (const read of [
      () => lazy.get("rows"),
      () => rows.at(1),
      () => rows.column("title"),
      () => [...rows],
    ]) {
      expect(thrownBy(read)).toEqual(expected);
    }
    broken[broken.indexOf("F".charCodeAt(0))] = 0xff;
    expect((thrownBy(() => lazy.view("head").get(0)) as DecodeError).path).toEqual(["head", 0]);
    expect(() => view(page, bytesOfPage.subarray(0, 20))).toThrow(DecodeError);
    const cut = bytesOfPage.subarray(0, 60);
    expect(thrownBy(() => view(page, cut).view("rows"))).toEqual(thrownBy(() => page.decode(cut)));
  });

  it("keeps the limits of decode in each call", () => {
    const lazy = view(page, bytesOfPage, { maxExpansion: 0, freeBytes: 100 });
    expect(lazy.get("total")).toBe(3n);
    expect(() => lazy.get("rows")).toThrow(/freeBytes/);
    expect(() => lazy.get("title" as "rows")).toThrow(
      'no field "title"; there are total, rows, head, none',
    );
    expect(() => lazy.view("total" as "rows")).toThrow('of a type of kind "scalar"');
  });
});

describe("a view of a generated codec that knows its parts", () => {
  const generated = moduleCodec(movies, () => undefined) as typeof movies;

  it("has the columns of the codec that it was generated from", () => {
    const lazy = view(generated, encoded);
    expect([...lazy]).toEqual(values);
    for (const key of ["id", "title", "sold", "score", "rating"] as const) {
      expect(lazy.column(key)).toEqual(view(movies, encoded).column(key));
    }
    expect(lazy.column("sold", BigInt64Array)).toEqual(new BigInt64Array([7n, -1n, 2n ** 62n]));
  });
});

describe("a view of wrong bytes", () => {
  const broken = encoded.slice();
  broken[broken.indexOf("B".charCodeAt(0))] = 0xff;

  it("fails only where it reads them, with offset and path", () => {
    const lazy = view(movies, broken);
    expect(lazy.at(0)).toEqual(values[0]);
    expect(lazy.column("id")).toEqual([1, 2, -3]);
    for (const read of [() => lazy.at(1), () => lazy.column("title"), () => [...lazy]]) {
      const error = thrownBy(read) as DecodeError;
      expect(error).toBeInstanceOf(DecodeError);
      expect(error).toEqual(thrownBy(() => movies.decode(broken)));
      expect(error.path).toEqual([1, "title"]);
    }
  });

  it("fails at once if the array is cut off", () => {
    const cut = encoded.subarray(0, 40);
    expect(thrownBy(() => view(movies, cut))).toEqual(thrownBy(() => movies.decode(cut)));
    expect(() => view(movies, new Uint8Array(7))).toThrow(DecodeError);
    expect(() => view(movies, [] as unknown as Uint8Array)).toThrow(TypeError);
  });

  it("keeps the limits of decode in each call", () => {
    const limits = { maxExpansion: 0, freeBytes: 300 };
    const rows = array(tuple({ a: int32 }));
    const many = rows.encode(Array.from({ length: 60 }, (_, a) => ({ a })));
    const lazy = view(rows, many, limits);
    for (let i = 0; i < 60; i++) expect(lazy.at(i)).toEqual({ a: i });
    expect(() => lazy.column("a")).toThrow(/freeBytes/);
    expect(() => lazy.column("a", Int32Array)).toThrow(/freeBytes/);
    expect(() => [...lazy]).toThrow(/freeBytes/);
    expect(() => view(rows, many, { maxDepth: 0 }).column("a")).toThrow(/maxDepth/);
  });
});

it("charges a view for what it reads, as decode does", () => {
  const charged = (read: (lazy: LazyArray<(typeof values)[number]>) => unknown): number =>
    smallestBudget((options) => read(view(movies, encoded, options)));
  const whole = chargeOf(movies, encoded);
  const empty = chargeOf(movies, movies.encode([]));
  expect(charged(({ length }) => length)).toBe(empty);
  expect(charged((lazy) => [...lazy])).toBe(whole);
  const [first] = values;
  expect(charged((lazy) => lazy.at(0))).toBe(chargeOf(movies, movies.encode([first!])));
  const columns = { id: int16, title: text, sold: int64, rating: option(float64) };
  for (const [key, codec] of Object.entries(columns) as [keyof typeof columns, Codec<unknown>][]) {
    const items = array(codec);
    const own = chargeOf(items, items.encode(values.map((row) => row[key])));
    const none = chargeOf(items, items.encode([]));
    expect([key, charged((lazy) => lazy.column(key)) - empty]).toEqual([key, own - none]);
  }
  const copies = [
    charged((lazy) => lazy.column("id", Int16Array)),
    charged((lazy) => lazy.column("sold", BigInt64Array)),
  ];
  expect(copies[1]! - copies[0]!).toBe(values.length * (8 - 2));
});

describe("a wrong use of a view", () => {
  const lazy = view(movies, encoded);

  it.each([
    [
      () => lazy.column("name" as "title"),
      'no column "name"; there are id, title, sold, score, rating',
    ],
    [
      () => lazy.column("score", Float32Array),
      'column "score" cannot be read as Float32Array: use Float64Array',
    ],
    [
      () => lazy.column("title", Uint8Array),
      'column "title" cannot be read as Uint8Array: call column without a class',
    ],
    [
      () => view(array(int32), array(int32).encode([1])).column("a" as never),
      'only arrays of tuples have columns; these items are of kind "scalar"',
    ],
    [
      () => view(int32 as never, encoded),
      'view takes the codec of an array or a tuple, got that of a type of kind "scalar"',
    ],
    [
      () => view(mapped(movies as Codec<unknown>, { decode: () => [], encode: () => [] }), encoded),
      'view takes the codec of an array or a tuple, got that of a type of kind "mapped"',
    ],
    [() => view(bytes as never, encoded), "decode already returns a view"],
    [() => view(typedArray(int32) as never, encoded), "decode already returns a view"],
    [
      () => view(moduleCodec(movies) as Codec<unknown[]>, encoded),
      "this generated codec does not say",
    ],
  ])("is a TypeError that says what is right: %#", (use, message) => {
    const error = thrownBy(use) as Error;
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(message);
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("expected an error");
}
