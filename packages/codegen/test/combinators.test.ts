import * as combinators from "@lutra-internal/fixtures/generated/combinators";
import * as straight from "@lutra-internal/fixtures/generated/torture";
import { createRandom } from "@lutra-internal/testing";
import type { AnyCodec } from "@lutra/bin";
import { expect, it } from "vitest";

const names = Object.keys(straight).filter((name) => name.endsWith("Codec"));
const codecsOf = (module: object) => module as Readonly<Record<string, AnyCodec>>;

/** Number of random inputs of each codec. */
const rounds = 300;

function outcome(call: () => unknown): unknown {
  try {
    return { value: call() };
  } catch (error) {
    const { name, message, offset, path } = error as Error & { offset?: number; path?: string };
    return { name, message, offset, path };
  }
}

it("has the same codecs as a module of straight-line code", () => {
  expect(names.length).toBeGreaterThan(20);
  expect(
    Object.keys(combinators)
      .filter((name) => name.endsWith("Codec"))
      .sort(),
  ).toEqual([...names].sort());
});

it.each(names)("decodes and encodes as straight-line code does: %s", (name) => {
  const [own, other] = [combinators, straight].map((module) => codecsOf(module)[name]!);
  expect(own!.headBytes).toBe(other!.headBytes);
  const random = createRandom(names.indexOf(name));
  let values = 0;
  for (let round = 0; round < rounds; round++) {
    const length = round % 2 === 0 ? own!.headBytes + random.below(40) : random.below(60);
    // Pointers and lengths are small only if most bytes are zero.
    const bytes = Uint8Array.from({ length }, () =>
      random.oneIn(9) ? random.below(256) : random.oneIn(4) ? random.below(9) : 0,
    );
    const found = outcome(() => own!.decode(bytes)) as { readonly value?: never };
    expect(outcome(() => other!.decode(bytes))).toEqual(found);
    if (!Object.hasOwn(found, "value")) continue;
    values++;
    const encoded = outcome(() => own!.encode(found.value!));
    expect(outcome(() => other!.encode(found.value!))).toEqual(encoded);
  }
  // An enum without variants has no values, and the head of a large tuple is rarely right by chance.
  const mayLack = /^readEnumsInput(?:None)?Codec$/.test(name) || own!.headBytes >= 40;
  expect(values).toBeGreaterThanOrEqual(mayLack ? 0 : 1);
});
