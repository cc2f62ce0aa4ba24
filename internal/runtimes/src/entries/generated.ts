// Runs generated modules as they are, by a runtime that strips their types. Prints the programs that ran, and the codecs
// that do something else than they do where the tests of the packages run.
import { showcase, showcaseNames } from "@lutra-internal/fixtures";
import * as brandCombinators from "@lutra-internal/fixtures/generated/brand-combinators";
import * as brands from "@lutra-internal/fixtures/generated/brands";
import * as combinators from "@lutra-internal/fixtures/generated/combinators";
import * as generated from "@lutra-internal/fixtures/generated/showcase";
import * as torture from "@lutra-internal/fixtures/generated/torture";
import * as values from "@lutra-internal/fixtures/generated/values";
import { type AnyCodec, type Codec, codecFor } from "@lutra/bin";
import { programTypeCodec } from "@lutra/bin/program";
import { InterpreterRunner } from "@lutra/runner-interpreter";

type Method = (...parameters: readonly unknown[]) => unknown;

const client = new generated.ShowcaseClientSync(new InterpreterRunner());
const methods = client as unknown as Readonly<Record<string, Method>>;
const names = showcaseNames().filter((name) => showcase(name).bytecodeLt !== undefined);
const ran = names.filter((name) => {
  const { programType, input, expected } = showcase(name);
  const types = programTypeCodec.decode(programType);
  const value = codecFor(types.input, types.defs).decode(input);
  const parameters = types.input.kind.tag === "tuple" ? (value as unknown[]) : [value];
  const method = methods[name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())]!;
  const output = codecFor(types.output, types.defs).encode(method.apply(client, parameters));
  return output.length === expected.length && output.every((byte, i) => byte === expected[i]);
});

/** Number of random inputs of each codec. */
const rounds = 100;

function codecsOf(module: object): readonly (readonly [string, Codec<unknown>])[] {
  return Object.entries(module as Readonly<Record<string, AnyCodec>>).flatMap(([name, codec]) =>
    name.endsWith("Codec") ? [[name, codec as Codec<unknown>] as const] : [],
  );
}

/** Returns some bytes, the same in every runtime. Pointers and lengths are small only if most bytes are zero. */
function randomBytes(headBytes: number, round: number): Uint8Array {
  let state = 7_919 * round + headBytes;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const length = round % 2 === 0 ? headBytes + below(40) : below(60);
  return Uint8Array.from({ length }, () => (below(4) === 0 ? below(9) : 0));
}

/** Decodes and encodes; returns the bytes in hexadecimal, or the error. */
function outcome(codec: Codec<unknown>, bytes: Uint8Array): string {
  try {
    const encoded = codec.encode(codec.decode(bytes));
    return Array.from(encoded, (byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch (error) {
    return String(error);
  }
}

/** Number of inputs that were values. */
let decoded = 0;

/** Checks that what a codec encodes decodes to the same again. */
function keeps(codec: Codec<unknown>, bytes: Uint8Array): boolean {
  const first = outcome(codec, bytes);
  if (!/^(?:[0-9a-f]{2})*$/.test(first)) return true;
  decoded++;
  const again = Uint8Array.from(first.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return outcome(codec, again) === first;
}

const bytesOf = ({ headBytes }: AnyCodec): readonly Uint8Array[] =>
  Array.from({ length: rounds }, (_, round) => randomBytes(headBytes, round));
const straight = codecsOf(torture);
const twins = new Map(codecsOf(combinators));
const differing = straight.filter(([name, codec]) =>
  bytesOf(codec).some((bytes) => outcome(codec, bytes) !== outcome(twins.get(name)!, bytes)),
);
const modules = [torture, combinators, values, brands, brandCombinators, generated];
const forgetful = modules
  .flatMap(codecsOf)
  .filter(([, codec]) => bytesOf(codec).some((bytes) => !keeps(codec, bytes)));
const wrong = [...differing, ...forgetful].map(([name]) => name);
console.log(
  JSON.stringify({
    ran,
    programs: torture.programs.length,
    codecs: straight.length,
    decoded,
    wrong,
  }),
);
