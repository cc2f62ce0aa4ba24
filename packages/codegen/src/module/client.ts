import { renderType } from "@lutra/bin/render";
import type { NativeSource } from "../input/program-source.ts";
import { codeText, comment } from "../layout/comment.ts";
import type { ModuleOptions } from "./options.ts";
import { hasArrays } from "../types/has-arrays.ts";
import type { Parameters } from "./parameters.ts";

/** A method of a client. */
export interface Method {
  readonly name: string;
  /** Constant of the program. */
  readonly constant: string;
  readonly docs: readonly string[];
  readonly parameters: Parameters;
  readonly outputType: string;
  readonly typeOf: (codec: Parameters["list"][number]["codec"]) => string;
}

/** Writes the client of a module, or its twin over a synchronous runner. */
export function clientLines(
  className: string,
  methods: readonly Method[],
  isSync: boolean,
): readonly string[] {
  const docs = isSync
    ? "Calls of this module, on any synchronous runner. Prepares each program once; `using` releases them."
    : "Calls of this module, on any runner. Prepares each program once; `await using` releases them.";
  const bodies = methods.map((method) => [
    ...comment(method.docs, "  "),
    `  ${headOf(method, isSync)} {`,
    `    return this.call(${callOf(method, isSync)});`,
    "  }",
  ]);
  const body = bodies.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
  const base = isSync ? "ModuleClientSync" : "ModuleClient";
  const lines = [`export class ${className} extends ${base} {`, ...body, "}"];
  return [
    ...comment([docs]),
    ...(body.length === 0 ? [`export class ${className} extends ${base} {}`] : lines),
  ];
}

function headOf({ name, parameters, outputType, typeOf }: Method, isSync: boolean): string {
  const own = parameters.list.map(
    ({ name: each, codec }) =>
      `${each}: ${hasArrays(codec) ? `InputOf<${typeOf(codec)}>` : typeOf(codec)}`,
  );
  const all = isSync ? own : [...own, "options?: CallOptions"];
  return `${name}(${all.join(", ")}): ${isSync ? outputType : `Promise<${outputType}>`}`;
}

function callOf({ constant, parameters }: Method, isSync: boolean): string {
  const names = parameters.list.map(({ name }) => name).join(", ");
  const input = parameters.isTuple ? `[${names}]` : names === "" ? "undefined" : names;
  return `${constant}, ${input}${isSync ? "" : ", options"}`;
}

/** Writes the documentation of a program's function. */
export function functionDocs(
  { input, output, parameters, functionName, docs }: NativeSource,
  options: ModuleOptions,
): readonly string[] {
  const isOne = input.kind.tag !== "tuple" || parameters?.length === 1;
  const inputs = isOne
    ? [`${parameters?.[0] ?? "input"}: ${renderType(input)}`]
    : input.kind.value.map(
        ({ ty, name }, i) => `${parameters?.[i] ?? name ?? `input${i + 1}`}: ${renderType(ty)}`,
      );
  const signature = `func ${functionName}(${inputs.join(", ")}): ${renderType(output)}`;
  const text = docs === undefined || options.docs === false ? [] : [...docs.split("\n"), ""];
  return [...text, codeText(signature)];
}
