import { codecEnumForm } from "../codecs/base/codec-enum-form.ts";
import type { AnyCodec, CompiledShape, Shape } from "../codecs/base/codec.ts";
import { memoryOf } from "../codecs/base/memory-of.ts";
import { isUnit, resolveNames } from "../codecs/base/shape.ts";
import { tailSlack } from "../codecs/base/tail-slack.ts";
import { Emitter } from "./emitter.ts";

/** Text of the parts of a module. */
export interface ModuleText {
  /** What the text needs of `@lutra/bin/generated`, as in the braces of an import. */
  readonly imports: readonly string[];
  /** Expression of each codec, by name. It has no side effects. */
  readonly codecs: Readonly<Record<string, string>>;
  /** Functions `readNAME` and `writeNAME` for every codec, those that they call, and constants. */
  readonly functions: string;
}

/** Settings of {@link emitModule}. */
export interface ModuleTextOptions {
  /** Returns the TypeScript type of a codec's values. @default the text is JavaScript */
  readonly typeOf?: (codec: AnyCodec) => string;
}

/**
 * Emits code that encodes and decodes the values of codecs, as text of a module.
 *
 * @param codecs the codecs by the names that their functions shall have, each with a capital letter first
 * @throws TypeError for a codec that does more than its type says (`mapped`, `typedArray`, `int64.asNumber`, text forms
 * of dates, generated codecs): its functions have no text
 * @throws TypeError for a name that is no identifier, and as the codecs themselves do on first use
 *
 * @example
 * const { imports, codecs, functions } = emitModule({ Sale: codecFor(ty, defs) });
 * // functions: "function readSale(r, at) { ... }"
 */
export function emitModule(
  codecs: Readonly<Record<string, AnyCodec>>,
  { typeOf }: ModuleTextOptions = {},
): ModuleText {
  const named = new Map<Shape, string>();
  for (const [name, codec] of Object.entries(codecs)) {
    checkName(name);
    // Finds what is wrong with the type, with the errors of its own functions.
    void codec.ops;
    const { shape } = resolveNames(codec);
    if (!named.has(shape)) named.set(shape, name);
  }
  let parts = 0;
  const emitter = new Emitter({
    nameOf: ({ shape }) => {
      let name = named.get(shape);
      if (name === undefined) {
        do name = `Part${++parts}`;
        while (Object.hasOwn(codecs, name));
        named.set(shape, name);
      }
      return name;
    },
    opsOf: ({ shape }) => {
      throw new TypeError(`a codec of another form than its type has no text: ${describe(shape)}`);
    },
    typeOf,
  });
  const expressions = Object.entries(codecs).map(
    ([name, codec]) => [name, expressionOf(codec, emitter)] as const,
  );
  const functions = emitter.finish();
  const types = typeOf === undefined ? [] : ["type Reader", "type Writer"];
  return {
    imports: ["compiledCodec", ...emitter.support, ...types],
    codecs: Object.fromEntries(expressions),
    functions,
  };
}

function expressionOf(codec: AnyCodec, emitter: Emitter): string {
  const slack = tailSlack(codec);
  const form = formOf(codec);
  const parts = [
    `headBytes: ${codec.headBytes}`,
    `memory: ${memoryOf(codec)}`,
    ...(slack === 0 ? [] : [`slack: ${slack}`]),
    ...(form === "other" ? [] : [`form: "${form}"`]),
    `read: ${emitter.reader(codec)}`,
    `write: ${emitter.writer(codec)}`,
  ];
  return `/* @__PURE__ */ compiledCodec({ ${parts.join(", ")} })`;
}

function formOf(codec: AnyCodec): CompiledShape["form"] {
  if (isUnit(codec)) return "unit";
  const { shape } = resolveNames(codec);
  return shape.kind === "enum" && codecEnumForm(shape) === "option" ? "option" : "other";
}

function checkName(name: string): void {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
    throw new TypeError(`the name of a codec must be an identifier, got ${JSON.stringify(name)}`);
  }
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case "array":
      return "a typed array; use array";
    case "scalar":
      return "asNumber; use the bigint";
    case "mapped":
      return "a mapping; use the codec below it";
    case "compiled":
    case "tuple":
    case "enum":
    case "definition":
      return "generated code; use the codec it was generated from";
  }
}
