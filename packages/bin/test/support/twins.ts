import { inspect, isDeepStrictEqual } from "node:util";
import type { Random } from "@lutra-internal/testing";
import * as generated from "../../src/generated.ts";
import * as codecsOfBin from "../../src/index.ts";
import { type AnyCodec, DecodeError, type DecodeOptions } from "../../src/index.ts";
import { emitModule } from "../../src/emit.ts";
import { compileOps } from "../../src/emit/run-time.ts";
import { withOps } from "../../src/codecs/base/create-codec.ts";

/** Returns a codec twice more, as emitted code: made at run time, and as the text of a module. */
export function twinsOf(codec: AnyCodec): readonly AnyCodec[] {
  const ops = compileOps(codec);
  return [withOps(codec, () => ops), moduleCodec(codec)];
}

/**
 * Evaluates the text of a module for one codec.
 *
 * @param constantOf as in the options of `emitModule`, for a codec that knows its parts
 */
export function moduleCodec(
  codec: AnyCodec,
  constantOf?: (codec: AnyCodec) => string | undefined,
): AnyCodec {
  const options = constantOf === undefined ? {} : { constantOf };
  const { imports, combinators, codecs, functions } = emitModule({ Root: codec }, options);
  const names = [...new Set([...imports, ...combinators])];
  const known: Readonly<Record<string, unknown>> = { ...codecsOfBin, ...generated };
  // oxlint-disable-next-line typescript/no-implied-eval -- the subject of the test
  const link = new Function(...names, `"use strict";\n${functions}\nreturn ${codecs["Root"]};`);
  return link(...names.map((name) => known[name])) as AnyCodec;
}

/** Returns the result of a call in a form that can be compared: the value, or all that an error says. */
export function outcome(call: () => unknown): unknown {
  try {
    return { value: call() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name, message } = error;
    const isDecode = error instanceof DecodeError;
    return isDecode ? { name, message, offset: error.offset, path: error.path } : { name, message };
  }
}

/** Returns what differs between codecs on one input; nothing if they agree. */
export function difference(
  codecs: readonly AnyCodec[],
  call: (codec: AnyCodec) => unknown,
): string | undefined {
  const [first, ...others] = codecs.map((codec) => outcome(() => call(codec)));
  const wrong = others.find((other) => !isSame(first, other));
  return wrong === undefined ? undefined : inspect({ first, wrong }, { depth: 12 });
}

// The order of fields counts too, which strict equality does not look at.
function isSame(a: unknown, b: unknown): boolean {
  if (!isDeepStrictEqual(a, b)) return false;
  const [first, second] = [a, b].map((each) => inspect(each, { depth: 8, breakLength: Infinity }));
  return first === second;
}

/** Changes up to four bytes, mostly to small ones, or cuts some off. */
export function damage(random: Random, valid: Uint8Array): Uint8Array {
  const bytes = valid.slice(0, random.oneIn(4) ? random.below(valid.length + 1) : valid.length);
  for (let i = random.below(4); i >= 0 && bytes.length > 0; i--) {
    bytes[random.below(bytes.length)] = random.oneIn(3) ? random.below(256) : random.below(5);
  }
  return bytes;
}

/** Returns options of a decoder: none, or limits that are low enough to be reached. */
export function someLimits(random: Random): DecodeOptions | undefined {
  switch (random.below(8)) {
    case 0:
      return { maxDepth: random.below(5) };
    case 1:
      return { maxExpansion: random.below(8), freeBytes: random.below(200) };
    case 2:
      return { maxZeroSizedItems: random.below(4) };
    case 3:
      return { copy: true, maxExpansion: random.below(16), freeBytes: random.below(400) };
    default:
      return undefined;
  }
}

const wrongValues: readonly unknown[] = [
  undefined,
  null,
  true,
  0.5,
  -1,
  2 ** 40,
  -(2n ** 70n),
  "\ud800",
  "toString",
  [],
  [1, 2],
  {},
  { tag: "carrier" },
  { tag: "none", value: 1 },
  new Uint8Array(3),
  Symbol("s"),
];

/** Returns a copy of a value with something else in one place. */
export function spoil(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.oneIn(5)) {
    return random.pick(wrongValues);
  }
  if (ArrayBuffer.isView(value)) return random.pick(wrongValues);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.oneIn(6)) return [...(value as unknown[]), undefined];
    const place = random.below(value.length);
    return value.map((item: unknown, i) => (i === place ? spoil(random, item) : item));
  }
  const entries = Object.entries(value);
  const place = random.below(entries.length + 1);
  if (place === entries.length) return Object.fromEntries(entries.slice(1));
  return Object.fromEntries(
    entries.map(([name, part], i) => [name, i === place ? spoil(random, part) : part]),
  );
}

/** Number of inputs that {@link compareTwins} tries for one value. */
export interface Effort {
  readonly damaged: number;
  readonly spoiled: number;
}

/** Compares codecs on a value, on what becomes of its bytes, and on values like it. Returns the differences. */
export function compareTwins(
  all: readonly AnyCodec[],
  value: unknown,
  random: Random,
  { damaged, spoiled }: Effort,
): readonly string[] {
  const found: (string | undefined)[] = [];
  const prefixBytes = random.below(3);
  found.push(difference(all, (codec) => codec.encode(value as never, { prefixBytes })));
  const bytes = all[0]!.encode(value as never);
  found.push(difference(all, (codec) => codec.decode(bytes)));
  for (let length = 0; length < Math.min(bytes.length, 40); length++) {
    found.push(difference(all, (codec) => codec.decode(bytes.subarray(0, length))));
  }
  for (let i = 0; i < damaged; i++) {
    const bad = damage(random, bytes);
    const limits = someLimits(random);
    found.push(difference(all, (codec) => codec.decode(bad, limits)));
  }
  for (let i = 0; i < spoiled; i++) {
    const bad = spoil(random, value);
    found.push(difference(all, (codec) => codec.encode(bad as never)));
  }
  return found.filter((each) => each !== undefined);
}
