import { bytesFromHex, programCases, vectors } from "@lutra-internal/fixtures";
import { createCosts, createRandom } from "@lutra-internal/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  array,
  bool,
  bytes,
  codecFor,
  type AnyCodec,
  type Codec,
  DecodeError,
  enumOf,
  int16,
  int32,
  int64,
  int8,
  option,
  recursive,
  text,
  tuple,
  uint8,
  unit,
} from "../src/index.ts";
import { Reader } from "../src/bytes/reader.ts";
import { programCodec, programTypeCodec } from "../src/program.ts";
import { defsOf, tyOf } from "./support/vector-type.ts";

interface Tree {
  children: Tree[];
}
const tree: Codec<Tree> = recursive(() => tuple({ children: array(tree) }));

type List = { tag: "nil" } | { tag: "cons"; value: { head: number; tail: List } };
const list: Codec<List> = recursive(() =>
  enumOf({ nil: unit, cons: tuple({ head: int32, tail: list }) }),
);

interface Corpus {
  readonly name: string;
  readonly codec: AnyCodec;
  readonly bytes: Uint8Array;
}

const corpus: readonly Corpus[] = [
  ...vectors().values.map((vector) => ({
    name: vector.name,
    codec: codecFor(tyOf(vector.ty), defsOf(vector.defs)),
    bytes: bytesFromHex(vector.hex),
  })),
  ...programCases().flatMap(({ name, program_type_hex, interpreter }) => [
    { name: `${name}, signature`, codec: programTypeCodec, bytes: bytesFromHex(program_type_hex) },
    ...(interpreter.program_hex === undefined
      ? []
      : [{ name, codec: programCodec, bytes: bytesFromHex(interpreter.program_hex) }]),
  ]),
];

const costs = createCosts("values with changed bytes, and bombs");
afterAll(() => costs.write());

/** Expects, whatever the bytes are, a value that can be encoded again, or a `DecodeError`. */
function expectTotal(codec: AnyCodec, input: Uint8Array): "value" | "error" {
  let value: unknown;
  try {
    value = costs.measure(input.length, () => codec.decode(input));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return "error";
  }
  codec.encode(value as never);
  return "value";
}

/** Defaults of the options of that name. */
const maxExpansion = 128;
const freeBytes = 65_536;

/** Steps of the reader: claims, the bytes that they were for, and items without bytes. */
let steps = 0;
const claim = Reflect.get(Reader.prototype, "claim") as Reader["claim"];
const claimZeroSized = Reflect.get(Reader.prototype, "claimZeroSized") as Reader["claimZeroSized"];

beforeAll(() => {
  Reader.prototype.claim = function (this: Reader, at, count, memory) {
    steps++;
    claim.call(this, at, count, memory);
    steps += count;
  };
  Reader.prototype.claimZeroSized = function (this: Reader, at, count, memory) {
    claimZeroSized.call(this, at, count, memory);
    steps += count;
  };
});

afterAll(() => Object.assign(Reader.prototype, { claim, claimZeroSized }));

/** Measures the memory in use by values and by their buffers, dead or alive. */
function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

/** Expects a refusal, without the matchers of the test framework, which would take most of the time and the memory. */
function expectRefused(codec: AnyCodec, input: Uint8Array): void {
  try {
    costs.measure(input.length, () => codec.decode(input));
  } catch (error) {
    if (error instanceof DecodeError) return;
    throw error;
  }
  throw new Error("the bytes were decoded");
}

function u32(...words: readonly number[]): Uint8Array {
  return new Uint8Array(new Uint32Array(words).buffer);
}

describe("a buffer cut off at any byte", () => {
  it.each(corpus.filter(({ bytes: whole }) => whole.length < 400))(
    "gives a value or a DecodeError: $name",
    ({ codec, bytes: whole }) => {
      for (let length = 0; length < whole.length; length++) {
        expectTotal(codec, whole.slice(0, length));
        // The same with other bytes after the end, which must not be read.
        expectTotal(codec, whole.subarray(0, length));
      }
    },
  );

  it("is never read beyond its end, though the memory goes on", () => {
    const whole = array(int32).encode([1, 2, 3]);
    expect(() => array(int32).decode(whole.subarray(0, 16))).toThrow(DecodeError);
    const long = text.encode("secret");
    expect(() => text.decode(long.subarray(0, 10))).toThrow(DecodeError);
  });
});

describe("mutated buffers", () => {
  it("give a value or a DecodeError, 200000 times, and none takes many steps", () => {
    const source = createRandom(20260);
    const random = (limit: number): number => source.below(limit);
    const small = corpus.filter(({ bytes: { length } }) => length < 700);
    const interesting = [0, 1, 4, 8, 0x7f, 0x80, 0xff];
    let most = 0;
    const outcomes = { value: 0, error: 0 };
    // Half of the time would go to stack traces that no one sees.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    for (let round = 0; round < 200_000; round++) {
      const { codec, bytes: original } = small[random(small.length)]!;
      const mutant = original.slice();
      for (let i = random(4); i >= 0 && mutant.length > 0; i--) {
        const byte = random(3) === 0 ? interesting[random(interesting.length)]! : random(256);
        mutant[random(mutant.length)] = byte;
      }
      steps = 0;
      outcomes[expectTotal(codec, mutant)]++;
      most = Math.max(most, steps / (mutant.length + freeBytes / maxExpansion));
    }
    Error.stackTraceLimit = stackTraceLimit;
    // It was counted, and the budget of memory bounds the work as well.
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThan(maxExpansion);
    expect(outcomes.value).toBeGreaterThan(10_000);
    expect(outcomes.error).toBeGreaterThan(10_000);
    // What fuzzing must not leave behind.
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  }, 60_000);
});

describe("bombs", () => {
  // 64 arrays that all have the same 64 arrays as their body, three levels deep.
  function sharedBodies(levels: number, width: number): Uint8Array {
    const words: number[] = [8, width];
    for (let level = 0; level < levels; level++) {
      const next = (words.length + width * 2) * 4;
      for (let i = 0; i < width; i++) words.push(next - words.length * 4, width);
    }
    return Uint8Array.from([...u32(...words), ...new Uint8Array(width)]);
  }
  const nested = array(array(array(array(int8))));

  /** Returns a pointer to a pointer to a pointer, as many as 64 KiB hold. */
  function longChain(): Uint8Array {
    const chain = new Uint8Array(65_536);
    for (let at = 0; at + 14 < chain.length; at += 9) chain.set([1, 4, 0, 0, 0], at);
    return chain;
  }

  const rows: readonly (readonly [string, AnyCodec, Uint8Array])[] = [
    ["shared bodies of 1.5 kB", nested, sharedBodies(3, 60)],
    ["shared bodies of 2.5 kB", nested, sharedBodies(3, 100)],
    ["items without bytes", array(unit), u32(8, 0xffffffff)],
    ["objects without bytes", array(tuple({ a: unit })), u32(0, 0xffffffff)],
    ["an array that is its own item", tree, u32(0, 1)],
    ["a count of four billion", array(int64), u32(8, 0xffffffff)],
    ["a text of four billion bytes", text, u32(8, 0xffffffff)],
    ["a pointer far outside", text, u32(0xffffffff, 1)],
    ["a pointer and a count that overflow 32 bits", bytes, u32(0xfffffff8, 0x10)],
    ["a count that looks negative", array(int8), u32(8, 0x80000000)],
    ["a chain of 64 KiB", list, longChain()],
  ];

  it.each(rows)("%s: refused in 50,000 steps and 1 MiB", (_name, codec, bomb) => {
    const allocated = Array.from({ length: 15 }, () => {
      const memory = usedBytes();
      steps = 0;
      expectRefused(codec, bomb);
      expect(steps).toBeLessThan(50_000);
      return usedBytes() - memory;
    });
    // The median: compilers and collectors may work meanwhile, and a collection hides what was allocated.
    expect(median(allocated)).toBeLessThan(1024 * 1024);
  });

  it("a chain of 64 KiB is refused by its depth, and read if that is allowed", () => {
    let value: List = { tag: "nil" };
    for (let i = 0; i < 800; i++) value = { tag: "cons", value: { head: i, tail: value } };
    const chain = list.encode(value);
    expect(() => list.decode(chain)).toThrow(/maxDepth/);
    expect(list.decode(chain, { maxDepth: 800 })).toEqual(value);
    const long = longChain();
    expect(() => list.decode(long)).toThrow(/maxDepth/);
    expect(() => list.decode(long, { maxDepth: 1_000_000 })).toThrow(DecodeError);
  });

  // An object of one byte and its place take 64 bytes in V8, and the input may become 128 times as large.
  it("small items that share nothing are read, and four times over only if that is allowed", () => {
    const flags = array(tuple({ a: bool }));
    const count = 10_000;
    const values = Array.from({ length: count }, () => ({ a: true }));
    expect(flags.decode(flags.encode(values))).toEqual(values);
    const shared = Uint8Array.from([
      ...u32(8, 4, 32, count, 24, count, 16, count, 8, count),
      ...new Uint8Array(count).fill(1),
    ]);
    expect(() => array(flags).decode(shared)).toThrow(/maxExpansion/);
    expect(array(flags).decode(shared, { maxExpansion: 300 })).toHaveLength(4);
  });

  it("limits can be raised by those who trust the bytes", () => {
    expect(array(unit).decode(u32(8, 20_000), { maxZeroSizedItems: 20_000 })).toHaveLength(20_000);
    const shared = sharedBodies(2, 60);
    const deep = array(array(array(int8)));
    expect(() => deep.decode(shared)).toThrow(/maxExpansion/);
    expect(deep.decode(shared, { maxExpansion: 2000 })).toHaveLength(60);
  });
});

describe("malformed bytes", () => {
  const movie = tuple({ id: int16, title: text });
  const hex = bytesFromHex;

  it.each([
    ["an integer cut off", int64, hex("09 00")],
    ["a text past the end", text, hex("09 00 00 00 01 00 00 00 ff")],
    ["a text that is not UTF-8", text, hex("08 00 00 00 01 00 00 00 ff")],
    ["a surrogate in UTF-8", text, hex("08 00 00 00 03 00 00 00 ed a0 80")],
    ["an overlong form in UTF-8", text, hex("08 00 00 00 02 00 00 00 c0 80")],
    ["a tag without variant", list, hex("09 04 00 00 00 01")],
    ["a tag of an option", option(int16), hex("07 01 00")],
    ["a pointer past the end without items", array(int16), hex("09 00 00 00 00 00 00 00")],
    ["a variant whose pointer is cut off", option(int64), hex("01 04 00")],
  ])("%s is refused", (_name, codec: AnyCodec, malformed) => {
    expect(() => codec.decode(malformed)).toThrow(DecodeError);
  });

  it.each([
    ["a null pointer without items", array(int16), hex("00 00 00 00 00 00 00 00"), []],
    ["items that overlap their head", array(uint8), hex("00 00 00 00 03 00 00 00"), [0, 0, 0]],
    ["bytes that overlap their head", bytes, hex("00000000 03000000"), new Uint8Array(3)],
    ["a Bool of two", bool, hex("02"), true],
    ["a unit variant with a dirty pointer", option(int64), hex("00 ff ff ff ff"), null],
    ["a unit variant without its pointer", option(int64), hex("00"), null],
    ["bytes behind the value", int16, hex("09 00 01 02 03"), 9],
    [
      "bytes behind the last body",
      movie,
      hex("01 00 08 00 00 00 01 00 00 00 41 42"),
      { id: 1, title: "A" },
    ],
    [
      "a list that ends in a unit variant without its pointer",
      array(option(text)),
      hex("08 00 00 00 02 00 00 00 00 00 00 00 00 00"),
      [null, null],
    ],
    ["a byte order mark", text, hex("08 00 00 00 03 00 00 00 ef bb bf"), "\ufeff"],
    ["a replacement character", text, hex("08 00 00 00 03 00 00 00 ef bf bd"), "\ufffd"],
  ])("%s is accepted", (_name, codec: AnyCodec, input, value) => {
    expect(codec.decode(input)).toEqual(value);
  });

  const status = enumOf({ Done: unit, Pending: int16, Cancelled: text });
  it.each([
    [status, "00 04 00 00 00", { tag: "Done" }],
    [status, "01 04 00 00 00 01 01 41 42 41 42", { tag: "Pending", value: 257 }],
    [
      status,
      "02 04 00 00 00 10 00 00 00 04 00 00 00 2a 00 00 00 00 00 00 00 41 42 41 42",
      { tag: "Cancelled", value: "ABAB" },
    ],
    [
      enumOf({ Done: unit, Pending: int16, Cancelled: bool }),
      "02 01 02",
      { tag: "Cancelled", value: true },
    ],
    [
      array(text),
      `08 00 00 00 04 00 00 00 20 00 00 00 01 00 00 00 19 00 00 00 01 00 00 00
       12 00 00 00 01 00 00 00 0d 00 00 00 01 00 00 00 30 31 37 38 39 38 39`,
      ["0", "1", "7", "8"],
    ],
  ])("what the interpreter of the original writes is read: %#", (codec: AnyCodec, input, value) => {
    expect(codec.decode(bytesFromHex(input))).toEqual(value);
  });

  it("is reported with its offset and its place", () => {
    const movies = tuple({ movies: array(movie) });
    const encoded = movies.encode({
      movies: [
        { id: 1, title: "a" },
        { id: 2, title: "bc" },
      ],
    });
    encoded[encoded.length - 1] = 0xff;
    const error = captureError(() => movies.decode(encoded)) as DecodeError;
    expect(error).toBeInstanceOf(DecodeError);
    expect(error.path).toEqual(["movies", 1, "title"]);
    expect(error.offset).toBe(encoded.length - 2);
    expect(error.message).toBe(
      `the text is not valid UTF-8, or longer than a string can be (at byte ${error.offset}, in .movies[1].title)`,
    );
    // The offset counts from the start of the given bytes, wherever these lie.
    const moved = new Uint8Array(encoded.length + 7);
    moved.set(encoded, 7);
    const again = captureError(() => movies.decode(moved.subarray(7))) as DecodeError;
    expect(again.offset).toBe(error.offset);
  });
});

function captureError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("expected an error");
}

describe("honest sharing", () => {
  /** Returns an array of texts that all point at the same bytes. */
  function sharedText(rows: number, bytes: Uint8Array): Uint8Array {
    const buffer = new Uint8Array(8 + rows * 8 + bytes.length);
    const view = new DataView(buffer.buffer);
    view.setUint32(0, 8, true);
    view.setUint32(4, rows, true);
    for (let row = 0; row < rows; row++) {
      const head = 8 + row * 8;
      view.setUint32(head, 8 + rows * 8 - head, true);
      view.setUint32(head + 4, bytes.length, true);
    }
    buffer.set(bytes, 8 + rows * 8);
    return buffer;
  }

  it.each(["a".repeat(200), "ž".repeat(200), "a".repeat(5000)])(
    "thousands of rows may share a text of any length",
    (shared) => {
      const rows = array(text).decode(sharedText(5000, new TextEncoder().encode(shared)));
      expect(rows).toHaveLength(5000);
      expect(rows[4999]).toBe(shared);
    },
  );

  it("a text is not taken for one of another message at the same place", () => {
    for (const letter of ["a", "b"]) {
      const message = sharedText(2, new TextEncoder().encode(letter.repeat(100)));
      expect(array(text).decode(message)).toEqual([letter.repeat(100), letter.repeat(100)]);
    }
    // The same memory, overwritten between two calls.
    const message = sharedText(2, new TextEncoder().encode("c".repeat(100)));
    expect(array(text).decode(message)[1]).toBe("c".repeat(100));
    message.fill(0x64, message.length - 100);
    expect(array(text).decode(message)[1]).toBe("d".repeat(100));
  });

  it("a shared text that is not UTF-8 is refused each time", () => {
    const message = sharedText(3, new Uint8Array(100).fill(0xff));
    for (let i = 0; i < 2; i++) expect(() => array(text).decode(message)).toThrow(DecodeError);
  });

  it("freeBytes leaves room for shared rows", () => {
    const row = tuple([text, text, text, text]);
    const inner = sharedText(
      4,
      new TextEncoder().encode("a little too short to be remembered by readers"),
    );
    const rows = 1000;
    const message = new Uint8Array(8 + rows * 8 + inner.length);
    const view = new DataView(message.buffer);
    view.setUint32(0, 8, true);
    view.setUint32(4, rows, true);
    for (let i = 0; i < rows; i++) {
      view.setUint32(8 + i * 8, rows * 8 - i * 8 + 8, true);
      view.setUint32(12 + i * 8, 1, true);
    }
    message.set(inner, 8 + rows * 8);
    const nested = array(array(row));
    expect(() => nested.decode(message)).toThrow(/maxExpansion/);
    expect(nested.decode(message, { freeBytes: 1 << 20 })).toHaveLength(rows);
  });
});
