import type { AnyCodec } from "@lutra/bin";
import { literal, objectKey, valueForm } from "@lutra/bin/emit";
import { breakExpression } from "../layout/expression.ts";
import { codeText, comment } from "../layout/comment.ts";
import { readPieces } from "../layout/tree.ts";
import { hasArrays } from "../types/has-arrays.ts";
import { functionDocs } from "./client.ts";
import type { NativeEntry } from "./entries.ts";
import type { ModuleOptions } from "./options.ts";

/** Functions of the host of one module. */
export interface NativeGroup {
  /** Name of the module in Lutra. */
  readonly module: string;
  /** Name of the interface. */
  readonly typeName: string;
  /** Name of the function that makes the module. */
  readonly maker: string;
  readonly entries: readonly NativeEntry[];
}

/** Expressions for the halves of codecs, by codec. */
export interface Halves {
  readonly encoder: (codec: AnyCodec) => string;
  readonly decoder: (codec: AnyCodec) => string;
}

/** Groups functions by module. */
export function groupNatives(
  entries: readonly NativeEntry[],
  nameOf: (module: readonly string[]) => Pick<NativeGroup, "maker" | "typeName">,
): readonly NativeGroup[] {
  const groups = new Map<string, NativeEntry[]>();
  for (const entry of entries) {
    const module = entry.source.path.slice(0, -1).join("::");
    groups.set(module, [...(groups.get(module) ?? []), entry]);
  }
  return [...groups].map(([module, own]) => ({
    module,
    entries: own,
    ...nameOf(own[0]!.source.path.slice(0, -1)),
  }));
}

/** Returns the kind of a native's value that needs no codec. */
export function directKind(
  codec: AnyCodec,
  isBranded: (codec: AnyCodec) => boolean,
): string | undefined {
  if (isBranded(codec)) return undefined;
  const form = valueForm(codec);
  if (form.kind === "unit") return "unit";
  return form.kind === "scalar" ? directKinds[form.name] : undefined;
}

// Natives see 64-bit integers as all others do, as bigint, so these pass through a codec.
const directKinds: Readonly<Record<string, string>> = {
  Bool: "bool",
  Int8: "int8",
  Int16: "int16",
  Int32: "int32",
  Uint8: "uint8",
  Uint16: "uint16",
  Uint32: "uint32",
  Float32: "float32",
  Float64: "float64",
  Text: "string",
};

/** Writes the interface that the host implements. */
export function nativeInterface(
  { module, typeName, entries }: NativeGroup,
  typeOf: (codec: AnyCodec) => string,
  options: ModuleOptions,
): readonly string[] {
  const methods = entries.map(({ source, method, parameters, output }) => {
    const list = parameters.list.map(({ name, codec }) => `${name}: ${typeOf(codec)}`);
    const type = typeOf(output);
    const result = type === "undefined" ? "void" : hasArrays(output) ? `InputOf<${type}>` : type;
    return [
      ...comment(functionDocs(source, options), "  "),
      `  ${method}(${list.join(", ")}): ${result};`,
    ];
  });
  return [
    ...comment([`Functions of the host that programs call as ${codeText(module)}.`]),
    `export interface ${typeName} {`,
    ...methods.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines])),
    "}",
  ];
}

/** Writes the function that makes the module of natives. */
export function nativeMaker(
  { module, typeName, maker, entries }: NativeGroup,
  { encoder, decoder }: Halves,
  isBranded: (codec: AnyCodec) => boolean,
): readonly string[] {
  const functions = entries.map(({ source, method, parameters, output }) => {
    const params = parameters.list.map(({ codec }) => {
      const kind = directKind(codec, isBranded);
      return kind === undefined ? decoder(codec) : `"${kind}"`;
    });
    const kind = directKind(output, isBranded);
    const result = kind === undefined ? encoder(output) : `"${kind}"`;
    const call = `nativeMethod(natives, "${method}", [${params.join(", ")}], ${result})`;
    const key = `    ${objectKey(source.functionName)}: `;
    const fits = key.length + call.length + 1 <= 100;
    return `${key}${fits ? call : breakExpression(readPieces(call), 4, key.length)},`;
  });
  return [
    ...comment([`Makes the module ${codeText(module)} for \`InterpreterRunner\`.`]),
    `export function ${maker}(natives: ${typeName}): NativeModule {`,
    `  return nativeModule(${literal(module)}, {`,
    ...functions.flatMap((text) => text.split("\n")),
    "  });",
    "}",
  ];
}
