import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import {
  array,
  bool,
  bytes,
  type Codec,
  DecodeError,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  mapped,
  option,
  text,
  tuple,
  typedArray,
  uint16,
  uint32,
  uint64,
  uint8,
  unit,
} from "../../../src/index.ts";

describe("encode", () => {
  it("gives bytes that no later call changes", () => {
    const small = text.encode("small");
    const kept = small.slice();
    for (let i = 0; i < 100; i++) text.encode(`other ${i}`);
    expect(small).toEqual(kept);
    const large = bytes.encode(new Uint8Array(40_000).fill(7));
    const largeKept = large.slice();
    for (let i = 0; i < 10; i++) bytes.encode(new Uint8Array(40_000).fill(i));
    expect(large).toEqual(largeKept);
  });

  it("leaves room for a header if asked", () => {
    text.encode("something that dirties the memory");
    const framed = text.encode("hi", { prefixBytes: 4 });
    expect([...framed.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect(framed.subarray(4)).toEqual(text.encode("hi"));
  });

  it("may be called from within itself", () => {
    const inner = tuple({ a: int32, b: text });
    const outer = array(
      mapped(bytes, {
        decode: (data) => inner.decode(data),
        encode: (value: { a: number; b: string }) => inner.encode(value),
      }),
    );
    const value = [
      { a: 1, b: "x".repeat(100) },
      { a: 2, b: "y" },
    ];
    expect(outer.decode(outer.encode(value))).toEqual(value);
  });

  it("works again after an error, also one of a mapping", () => {
    const failing = mapped(text, {
      decode: (): string => {
        throw new Error("mine");
      },
      encode: (): string => {
        throw new Error("mine");
      },
    });
    expect(() => array(failing).encode(["a"])).toThrow("mine");
    expect(() => array(failing).decode(array(text).encode(["a"]))).toThrow("mine");
    expect(text.decode(text.encode("fine"))).toBe("fine");
  });

  it.each([31_000, 33_000, 65_535, 65_536, 200_000, 3_000_000])(
    "takes texts that make it grow to %i bytes",
    (size) => {
      const value = ["a", "é".repeat(size / 2), "b"];
      expect(array(text).decode(array(text).encode(value))).toEqual(value);
    },
  );
});

describe("decode", () => {
  it("takes any part of any buffer", () => {
    const codec = array(tuple({ id: int32, title: text }));
    const value = [{ id: 1, title: "Gladiator" }];
    const encoded = codec.encode(value);
    for (const offset of [0, 1, 2, 3, 8]) {
      const room = new Uint8Array(encoded.length + offset + 5).fill(0xff);
      room.set(encoded, offset);
      expect(codec.decode(room.subarray(offset, offset + encoded.length))).toEqual(value);
      expect(codec.decode(Buffer.from(room).subarray(offset))).toEqual(value);
    }
  });

  it("takes shared memory, and copies it", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(64));
    shared.set(tuple({ a: text, b: bytes }).encode({ a: "é", b: Uint8Array.of(1, 2) }));
    const value = tuple({ a: text, b: bytes }).decode(shared);
    shared.fill(0);
    expect(value).toEqual({ a: "é", b: Uint8Array.of(1, 2) });
  });

  it("takes detached memory for no bytes", () => {
    const encoded = int32.encode(5);
    expect(int32.decode(encoded)).toBe(5);
    structuredClone(encoded.buffer, { transfer: [encoded.buffer] });
    expect(() => int32.decode(encoded)).toThrow(DecodeError);
    expect(unit.decode(encoded)).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    "bytes",
    [1],
    new ArrayBuffer(8),
    new Int32Array(2),
    new DataView(new ArrayBuffer(8)),
  ])("refuses what is no Uint8Array: %o", (input) => {
    expect(() => int32.decode(input as unknown as Uint8Array)).toThrow(TypeError);
  });
});

describe("text", () => {
  const samples = [
    "",
    "a",
    "Gladiator",
    "x".repeat(47),
    "x".repeat(48),
    "x".repeat(49),
    "x".repeat(511),
    "x".repeat(600),
    "x".repeat(20_000),
    "é",
    "naïve café",
    "日本語のテキスト",
    "😀".repeat(30),
    `${"x".repeat(60)}é`,
    "\ufeffwith a byte order mark",
    "\ufffd",
    "\0\x7f\x80\u07ff\u0800\uffff",
  ];

  it.each(samples)("%# keeps its characters", (sample) => {
    expect(text.decode(text.encode(sample))).toBe(sample);
    expect(text.encode(sample).subarray(8)).toEqual(new TextEncoder().encode(sample));
  });

  it("may lie anywhere between others", () => {
    const mixed = Array.from({ length: 300 }, (_, i) =>
      samples[(i * 7) % samples.length]!.slice(0, 90),
    );
    const codec = array(tuple({ blob: bytes, title: text }));
    const value = mixed.map((title, i) => ({ blob: new Uint8Array((i * 37) % 90), title }));
    expect(codec.decode(codec.encode(value))).toEqual(value);
    expect(codec.decode(codec.encode(value), { copy: true })).toEqual(value);
  });
});

describe("bytes", () => {
  it("decode to a view of the input, or to a copy if asked", () => {
    const encoded = bytes.encode(Uint8Array.of(1, 2, 3));
    const view = bytes.decode(encoded);
    const copy = bytes.decode(encoded, { copy: true });
    encoded[8] = 9;
    expect(view).toEqual(Uint8Array.of(9, 2, 3));
    expect(copy).toEqual(Uint8Array.of(1, 2, 3));
  });

  it("encode from a Node buffer, and decode to a plain array", () => {
    const decoded = bytes.decode(Buffer.from(bytes.encode(Buffer.from("abc"))));
    expect(decoded).toEqual(new TextEncoder().encode("abc"));
    expect(Object.getPrototypeOf(decoded)).toBe(Uint8Array.prototype);
  });
});

describe("typedArray", () => {
  const rows = [
    [typedArray(int8), Int8Array.of(-1, 2), array(int8)],
    [typedArray(uint8), Uint8Array.of(1, 255), array(uint8)],
    [typedArray(int16), Int16Array.of(-1, 300), array(int16)],
    [typedArray(uint16), Uint16Array.of(1, 65535), array(uint16)],
    [typedArray(int32), Int32Array.of(-1, 1 << 30), array(int32)],
    [typedArray(uint32), Uint32Array.of(1, 4294967295), array(uint32)],
    [typedArray(float32), Float32Array.of(1.5, -0), array(float32)],
    [typedArray(float64), Float64Array.of(Math.PI, Number.NaN), array(float64)],
    [typedArray(int64), BigInt64Array.of(-1n, 2n ** 62n), array(int64)],
    [typedArray(uint64), BigUint64Array.of(1n, 2n ** 64n - 1n), array(uint64)],
  ] as unknown as readonly (readonly [
    Codec<ArrayLike<unknown>>,
    ArrayLike<unknown>,
    Codec<unknown[]>,
  ])[];

  it.each(rows)("%# has the bytes of the array of the same numbers", (codec, value, plain) => {
    const encoded = codec.encode(value);
    expect(encoded).toEqual(plain.encode(Array.from(value)));
    expect(codec.decode(encoded)).toEqual(value);
    const misaligned = new Uint8Array(encoded.length + 1);
    misaligned.set(encoded, 1);
    expect(codec.decode(misaligned.subarray(1))).toEqual(value);
  });

  it("is a view where it can be", () => {
    const encoded = typedArray(int32).encode(Int32Array.of(1, 2));
    const view = typedArray(int32).decode(encoded);
    const copy = typedArray(int32).decode(encoded, { copy: true });
    encoded[8] = 7;
    expect([view[0], copy[0]]).toEqual([7, 1]);
  });

  it("refuses other arrays", () => {
    expect(() => typedArray(int32).encode([1] as unknown as Int32Array)).toThrow(TypeError);
    expect(() => typedArray(int32).encode(Int16Array.of(1) as unknown as Int32Array)).toThrow(
      "expected a Int32Array",
    );
  });
});

describe("names that every object inherits", () => {
  const names = ["__proto__", "constructor", "toString", "valueOf", "then", "hasOwnProperty"];
  const fields = Object.fromEntries(names.map((name) => [name, int32]));
  // An object literal takes `__proto__` for the prototype; entries do not.
  const codec = tuple(fields) as Codec<unknown>;
  const value: unknown = Object.fromEntries(names.map((name, i) => [name, i]));

  it("are fields of their own", () => {
    const decoded = codec.decode(codec.encode(value)) as object;
    expect(Object.getOwnPropertyNames(decoded)).toEqual(names);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect(decoded).toEqual(value);
  });

  it("are missing if only inherited", () => {
    expect(() => codec.encode({})).toThrow(".__proto__: expected an integer");
    expect(() => tuple({ toString: text }).encode({} as never)).toThrow(".toString: expected");
  });

  it("do not make a promise of a decoded value", async () => {
    const resolved = await Promise.resolve(codec.decode(codec.encode(value)));
    expect(resolved).toEqual(value);
  });
});

describe("objects", () => {
  it("are plain ones, in the order of the fields", () => {
    const row = tuple({ b: int8, a: option(bool), c: text });
    const decoded = row.decode(row.encode({ c: "x", a: null, b: 1 }));
    expect(decoded).toStrictEqual({ b: 1, a: null, c: "x" });
    expect(Object.keys(decoded)).toEqual(["b", "a", "c"]);
  });

  it("may be of a class with getters", () => {
    class Movie {
      get id(): number {
        return 5;
      }
    }
    expect(tuple({ id: int32 }).decode(tuple({ id: int32 }).encode(new Movie()))).toEqual({
      id: 5,
    });
  });
});
