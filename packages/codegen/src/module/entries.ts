import { type AnyCodec, codecFor, type Ty, type TyDef } from "@lutra/bin";
import type { NativeSource, ProgramSource } from "../input/program-source.ts";
import { camelCase } from "../names/identifiers.ts";
import { clientMembers } from "../names/reserved.ts";
import { type Holder, type NameClash, Scope } from "../names/scope.ts";
import { shortestTails } from "../names/shortest-tails.ts";
import { type UnifiedTypes, unifyTypes } from "../types/unify.ts";
import { standardCodecsOf, type ValueOptions } from "../types/value-options.ts";
import { type Parameters, parametersOf } from "./parameters.ts";
import { constantEnds } from "./programs.ts";

/** One program of a module, with all that its parts of the module need. */
export interface Entry {
  readonly source: ProgramSource;
  /** Name of the constant and the start of others. */
  readonly constant: string;
  readonly method: string;
  readonly input: AnyCodec;
  readonly output: AnyCodec;
  readonly parameters: Parameters;
}

/** A function of the host, with all that the module needs of it. */
export type NativeEntry = Omit<Entry, "constant" | "method" | "source"> & {
  readonly source: NativeSource;
  readonly method: string;
};

/** The programs of a module in its order, and their definitions by the text of their paths. */
export interface Entries {
  readonly list: readonly Entry[];
  readonly natives: readonly NativeEntry[];
  /** Functions of the host that want one method. */
  readonly methodClashes: readonly NameClash[];
  readonly originals: ReadonlyMap<string, TyDef>;
}

/**
 * Names the programs of a module and makes their codecs.
 *
 * @param natives functions of the host, which may share their types
 * @param forms forms of values that are not the usual ones
 * @param values names of the module's values, to which those of the programs are added
 */
export function createEntries(
  sources: readonly ProgramSource[],
  natives: readonly NativeSource[],
  values: Scope,
  forms: ValueOptions = {},
): Entries {
  const ordered = sorted(sources);
  const functions = sorted(natives);
  const { programs, defs, originals } = unifyTypes([...ordered, ...functions]);
  const tails = shortestTails(ordered.map(({ path }) => path));
  const methods = new Scope(clientMembers);
  const codecs = codecsOf(programs, defs, forms);
  const list = ordered.map((source, i): Entry => {
    const constant = takeConstant(values, camelCase(tails[i]!.join("_")) || "program", source);
    const { input, output } = codecs[i]!;
    return {
      source,
      constant,
      method: methods.take(constant, holderOf(source)),
      input,
      output,
      parameters: parametersOf(source, input, constant),
    };
  });
  return {
    list,
    ...nativeEntries(functions, codecs.slice(list.length)),
    originals,
  };
}

/** Codecs of a program. */
interface ProgramCodecs {
  readonly input: AnyCodec;
  readonly output: AnyCodec;
}

/** Makes the codecs of all programs at once, so that they share those of definitions. */
function codecsOf(
  types: readonly UnifiedTypes[],
  defs: readonly TyDef[],
  forms: ValueOptions,
): readonly ProgramCodecs[] {
  const fields = types.flatMap(({ input, output }) => [
    { name: null, ty: input },
    { name: null, ty: output },
  ]);
  const all: Ty = {
    kind: { tag: "tuple", value: fields },
    layout: null,
    name: null,
    variantsRecursive: [],
  };
  const { shape } = codecFor(all, defs, { standard: standardCodecsOf(forms) });
  const parts = shape.kind === "tuple" ? shape.fields.map(({ codec }) => codec) : [];
  return types.map((_, i) => ({ input: parts[2 * i]!, output: parts[2 * i + 1]! }));
}

function nativeEntries(
  functions: readonly NativeSource[],
  codecs: readonly ProgramCodecs[],
): Pick<Entries, "methodClashes" | "natives"> {
  const scopes = new Map<string, Scope>();
  const natives = functions.map((source, i): NativeEntry => {
    const module = source.path.slice(0, -1).join("::");
    const methods = scopes.get(module) ?? new Scope(clientMembers);
    scopes.set(module, methods);
    const { input, output } = codecs[i]!;
    return {
      source,
      method: methods.take(camelCase(source.functionName) || "native", holderOf(source)),
      input,
      output,
      parameters: parametersOf(source, input, ""),
    };
  });
  return { natives, methodClashes: [...scopes.values()].flatMap(({ clashes }) => clashes) };
}

function sorted<T extends NativeSource>(sources: readonly T[]): readonly T[] {
  return [...sources].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ path }: NativeSource): string {
  return path.join("\0");
}

/** Takes the name of a program and those of its representations. */
function takeConstant(values: Scope, wanted: string, source: ProgramSource): string {
  const name = /^constant\d+$/.test(wanted) ? `${wanted}_` : wanted;
  const remedy = "rename one of them, or leave one out with `exclude`";
  return values.take(name, { ...holderOf(source), remedy }, constantEnds(source.programs));
}

function holderOf({ path }: NativeSource): Holder {
  return { title: path.join("::") };
}
