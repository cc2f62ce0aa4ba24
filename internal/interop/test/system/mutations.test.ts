import { createRandom, type Random } from "@lutra-internal/testing";
import { type Codec, codecFor, completeTypes, DecodeError, type Ty, type TyDef } from "@lutra/bin";
import { encodeLtd } from "@lutra/bin/program";
import { describe, expect, test } from "vitest";
import {
  buildPeer,
  bytesOf,
  codecAnswers,
  codecLine,
  createSampler,
  digitsOf,
  randomType,
} from "../../src/index.ts";

const { path: peer } = await buildPeer();

interface Attempt {
  /** The line that describes the type. */
  readonly type: string;
  readonly codec: Codec<unknown>;
  readonly bytes: Uint8Array;
}

/** Changes a few bytes, or cuts some off. New bytes are small: huge lengths make the original's process abort. */
function mutate(random: Random, valid: Uint8Array): Uint8Array {
  if (random.below(4) === 0) return valid.slice(0, random.below(valid.length + 1));
  const bytes = valid.slice();
  for (let i = random.below(3); i >= 0; i--) bytes[random.below(bytes.length)] = random.below(4);
  return bytes;
}

/** Returns `true` if a type has arrays of items without bytes: the original makes as many of them as a length says. */
function hasEmptyItems(ty: Ty, defs: readonly TyDef[]): boolean {
  const isArrayOfNothing = ({ kind }: Ty): boolean => {
    if (kind.tag === "array")
      return kind.value.layout?.headSize === 0 || isArrayOfNothing(kind.value);
    if (kind.tag !== "tuple" && kind.tag !== "enum") return false;
    return kind.value.some((part) => isArrayOfNothing(part.ty));
  };
  return [ty, ...defs.map((def) => def.ty)].some(isArrayOfNothing);
}

/** Returns our reading of bytes: the canonical encoding of the value, or why there is none. */
function ours(codec: Codec<unknown>, bytes: Uint8Array): string {
  try {
    return digitsOf(codec.encode(codec.decode(bytes)));
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

/** Returns the original's reading of them: as above, or nothing. */
async function theirs(attempts: readonly Attempt[]): Promise<readonly (string | undefined)[]> {
  const lines = attempts.flatMap(({ type, bytes }) => [type, codecLine("value", bytes)]);
  const answers = await codecAnswers(peer!, lines);
  return attempts.map(({ codec }, i) => {
    const [verdict, digits] = answers[2 * i + 1]!.split(" ");
    // It keeps the bits of a Bool above 1 and of a signalling Float32; in TypeScript they are `true` and `NaN`.
    return verdict === "ok" ? ours(codec, bytesOf(digits!)) : undefined;
  });
}

function attemptsOf(random: Random, count: number): readonly Attempt[] {
  const attempts: Attempt[] = [];
  while (attempts.length < count) {
    // In a recursive type a pointer can point at itself, which overflows the original's stack.
    const bare = randomType(random, false);
    const { ty, defs } = completeTypes(bare.ty, bare.defs);
    if (hasEmptyItems(ty, defs) || ty.layout!.headSize === 0) continue;
    const sample = createSampler({ ty, defs });
    const codec = codecFor(ty, defs);
    const type = codecLine("type", encodeLtd(ty, defs, sample(random).value));
    for (let i = 0; i < 20; i++) {
      const bytes = mutate(random, codec.encode(sample(random).value));
      attempts.push({ type, codec, bytes });
    }
  }
  return attempts;
}

describe.skipIf(peer === undefined)("damaged values", () => {
  test("are refused, or mean to us what they mean to the original", async () => {
    const attempts = attemptsOf(createRandom(77), 20_000);
    const there = await theirs(attempts);
    const here = attempts.map(({ codec, bytes }) => ours(codec, bytes));
    const isRefused = (result: string): boolean => result.includes(" ");

    const differing = attempts.flatMap((_, i) => {
      if (there[i] === undefined || there[i] === here[i]) return [];
      // The original looks into a string only when it is printed.
      return here[i]!.startsWith("the text is not valid UTF-8") ? [] : [[there[i], here[i]]];
    });
    expect(differing).toEqual([]);

    // At the end of a buffer we do not ask for the padding of a unit variant: with it, the original agrees.
    const onlyHere = attempts.filter((_, i) => there[i] === undefined && !isRefused(here[i]!));
    const padded = onlyHere.map((each) => ({
      ...each,
      bytes: Buffer.concat([each.bytes, Buffer.alloc(4)]),
    }));
    expect(await theirs(padded)).toEqual(onlyHere.map(({ codec, bytes }) => ours(codec, bytes)));

    // Otherwise nothing was tested.
    const accepted = here.filter((result) => !isRefused(result)).length;
    expect(accepted).toBeGreaterThan(5_000);
    expect(here.length - accepted).toBeGreaterThan(5_000);
    expect(onlyHere.length).toBeGreaterThan(100);
  });
});
