import { createRandom } from "@lutra-internal/testing";
import { expect, it } from "vitest";
import {
  type AnyCodec,
  array,
  bool,
  bytes,
  type Codec,
  enumOf,
  float64,
  int16,
  int32,
  int64,
  int8,
  isoDate,
  mapped,
  named,
  option,
  prim16,
  prim32,
  prim64,
  prim8,
  recursive,
  text,
  tuple,
  typedArray,
  uint8,
  unit,
} from "../../src/index.ts";
import { createEnum } from "../../src/codecs/create-enum.ts";
import { createTuple } from "../../src/codecs/tuple.ts";
import { compileOps } from "../../src/emit/run-time.ts";
import { withOps } from "../../src/codecs/base/create-codec.ts";
import { compareTwins, outcome, twinsOf } from "../support/twins.ts";

interface Json {
  tag: string;
  value?: unknown;
}
const json: Codec<Json> = recursive(() =>
  enumOf({
    null: unit,
    flag: bool,
    number: float64,
    text,
    list: array(json),
    object: array(tuple({ key: text, value: json })),
  }),
) as Codec<Json>;

const left: AnyCodec = recursive(() => enumOf({ stop: unit, go: right, x: int8 }), ["m", "L"]);
const right: AnyCodec = recursive(() => tuple({ l: left, v: int16 }), ["m", "R"]);

const many = (count: number, payload: AnyCodec): AnyCodec =>
  createEnum({
    kind: "enum",
    variants: Array.from({ length: count }, (_, i) => ({ name: `v${i}`, codec: payload })),
    forced: () => false,
  });

const hostileNames = [
  "__proto__",
  "constructor",
  "toString",
  "due date",
  '"; throw new Error("code"); //',
  "\\",
  "${1}`",
  "*/",
  "\u2028",
  "🦦",
  "7",
  "",
];
const hostile = createTuple(hostileNames.map((name) => ({ name, codec: int8 })));
const hostileEnum = createEnum({
  kind: "enum",
  variants: hostileNames.map((name, i) => ({ name, codec: i % 2 === 0 ? unit : text })),
  forced: () => false,
});

const cases: readonly (readonly [name: string, codec: AnyCodec, value: unknown])[] = [
  ["a number", int32, 5],
  [
    "bits of each width",
    tuple([prim8, prim16, prim32, prim64]),
    [255, 65_535, 4_294_967_295, 2n ** 64n - 1n],
  ],
  ["nothing", unit, undefined],
  ["a text under a name", named(["m", "Name"], text), "Zoë"],
  [
    "a type that mentions itself",
    json,
    {
      tag: "list",
      value: [
        { tag: "null" },
        { tag: "object", value: [{ key: "k", value: { tag: "number", value: 0.5 } }] },
        {
          tag: "list",
          value: [
            { tag: "text", value: "deep" },
            { tag: "flag", value: true },
          ],
        },
      ],
    },
  ],
  [
    "types that mention each other",
    left,
    { tag: "go", value: { l: { tag: "x", value: 3 }, v: 4 } },
  ],
  ["names with a meaning", hostile, Object.fromEntries(hostileNames.map((name, i) => [name, i]))],
  [
    "variants of such names",
    array(hostileEnum),
    [{ tag: "__proto__" }, { tag: "constructor", value: "c" }, { tag: "", value: "end" }],
  ],
  ["items without bytes", array(unit), [undefined, undefined]],
  [
    "objects without bytes",
    array(tuple({ a: unit, b: tuple({ c: unit }) })),
    [{ a: undefined, b: { c: undefined } }],
  ],
  [
    "payloads without bytes",
    array(enumOf({ a: tuple({ x: unit }), b: text })),
    [
      { tag: "a", value: { x: undefined } },
      { tag: "b", value: "b" },
    ],
  ],
  ["300 names", array(many(300, unit)), ["v0", "v255", "v256", "v299"]],
  [
    "300 variants",
    array(many(300, text)),
    [
      { tag: "v0", value: "a" },
      { tag: "v299", value: "b" },
    ],
  ],
  ["70,000 names", array(many(70_000, unit)), ["v0", "v65536", "v69999"]],
  ["no variants", option(many(0, unit) as Codec<string>), null],
  ["one name", array(many(1, unit)), ["v0", "v0"]],
  ["one variant", array(many(1, int16)), [{ tag: "v0", value: -5 }]],
  [
    "200 fields",
    createTuple(
      Array.from({ length: 200 }, (_, i) => ({
        name: `f${i}`,
        codec: i % 3 === 0 ? text : int32,
      })),
    ),
    Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}`, i % 3 === 0 ? "t" : i])),
  ],
  [
    "fields of one name",
    createTuple([
      { name: "a", codec: int8 },
      { name: "a", codec: text },
    ]),
    [1, "b"],
  ],
  [
    "options of options",
    array(enumOf({ none: unit, some: option(int8) })),
    [{ tag: "none" }, { tag: "some", value: null }, { tag: "some", value: 1 }],
  ],
  ["bytes", tuple({ a: bytes, b: array(uint8) }), { a: new Uint8Array([1, 2]), b: [1, 2] }],
];

it.each(cases)("emitted code does what the combinators do, on %s", (_name, codec, value) => {
  const found = compareTwins([codec, ...twinsOf(codec)], value, createRandom(4), {
    damaged: 100,
    spoiled: 30,
  });
  expect(found).toEqual([]);
});

it.each<readonly [string, AnyCodec, unknown]>([
  [
    "dates as text",
    tuple({ day: isoDate, days: array(isoDate) }),
    { day: "2024-10-04", days: ["1970-01-01"] },
  ],
  ["64 bits as a number", array(int64.asNumber), [1, -(2 ** 50)]],
  ["typed arrays", tuple({ samples: typedArray(int32) }), { samples: new Int32Array([1, -2]) }],
  [
    "mappings",
    array(
      mapped(text, { decode: (href) => ({ href }), encode: ({ href }: { href: string }) => href }),
    ),
    [{ href: "/a" }],
  ],
])("code made at run time keeps the functions of %s", (_name, codec, value) => {
  const ops = compileOps(codec);
  const found = compareTwins([codec, withOps(codec, () => ops)], value, createRandom(5), {
    damaged: 100,
    // A mapping may fail in any way with a wrong value.
    spoiled: 0,
  });
  expect(found).toEqual([]);
});

it("reads fields that a value only inherits, unless every object inherits them", () => {
  const inheriting = Object.create({ id: 7, size: 1 }) as object;
  const codec = tuple({ id: int8, size: int8 });
  const guarded = tuple({ id: int8, size: int8, valueOf: int8 });
  for (const [type, value] of [
    [codec, inheriting],
    [guarded, inheriting],
  ] as const) {
    const results = [type, ...twinsOf(type)].map((each) =>
      outcome(() => each.encode(value as never)),
    );
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  }
});

it("refuses types as the combinators do", () => {
  const wrong: readonly AnyCodec[] = [
    option(option(int8) as unknown as Codec<number>),
    createEnum({
      kind: "enum",
      variants: [
        { name: "a", codec: int8 },
        { name: "a", codec: text },
      ],
      forced: () => false,
    }),
    recursive<unknown, never>(() => wrong[2]!),
  ];
  for (const codec of wrong) {
    const expected = outcome(() => codec.encode(undefined as never));
    expect(outcome(() => compileOps(codec))).toEqual(expected);
    expect(outcome(() => twinsOf(codec))).toEqual(expected);
  }
});
