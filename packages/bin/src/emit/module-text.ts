import type { AnyCodec, Shape } from "../codecs/base/codec.ts";
import { memoryOf } from "../codecs/base/memory-of.ts";
import { isUnit, resolveNames } from "../codecs/base/shape.ts";
import { tailSlack } from "../codecs/base/tail-slack.ts";
import type { ExpressionContext, ExpressionImports } from "./codec-expression.ts";
import { compiledText } from "./compiled-text.ts";
import { Emitter } from "./emitter.ts";
import { isOpaque } from "./part.ts";

/** Text of the parts of a module. */
export interface ModuleText {
  /** Names that the text imports from `@lutra/bin/generated`, as in the braces of an import. */
  readonly imports: readonly string[];
  /** Names that the text imports from `@lutra/bin`, sorted. */
  readonly combinators: readonly string[];
  /** Expression of each codec, by name. It has no side effects. */
  readonly codecs: Readonly<Record<string, string>>;
  /** Expression of each half that encodes. */
  readonly encoders: Readonly<Record<string, string>>;
  /** Expression of each half that decodes. */
  readonly decoders: Readonly<Record<string, string>>;
  /** Functions `readNAME` and `writeNAME` for every codec, those that they call, and constants `constantN`. */
  readonly functions: string;
}

/** Settings of {@link emitModule}. */
export interface ModuleTextOptions {
  /** Returns the TypeScript type of a codec's values. @default the text is JavaScript */
  readonly typeOf?: (codec: AnyCodec) => string;
  /** Codecs of which only the half that encodes is needed, by the names of their functions. */
  readonly encoders?: Readonly<Record<string, AnyCodec>>;
  /** Codecs of which only the half that decodes is needed. */
  readonly decoders?: Readonly<Record<string, AnyCodec>>;
  /** Returns the name of a part's functions, which only codecs of equal types may share. @default `Part` and a number */
  readonly nameOf?: (codec: AnyCodec) => string;
  /** Returns an expression for a codec whose functions have no text, such as `isoDate`. @default they are refused */
  readonly expressionOf?: (codec: AnyCodec) => string | undefined;
  /**
   * Tells if the type of a scalar under a name is a `Brand`, which takes a cast where a value is read.
   *
   * @default none is
   */
  readonly isBranded?: (codec: AnyCodec) => boolean;
  /**
   * Returns the name of the constant that holds the codec of a type, so that the codecs of tuples and arrays know their
   * parts, as views of them need it. @default codecs have no parts
   */
  readonly constantOf?: (codec: AnyCodec) => string | undefined;
}

/**
 * Emits code that encodes and decodes the values of codecs, as text of a module.
 *
 * @param codecs the codecs by the names that their functions shall have, each with a capital letter first
 * @throws TypeError for a codec that does more than its type says (`mapped`, `typedArray`, `int64.asNumber`, text forms
 * of dates, generated codecs) and that `expressionOf` does not know: its functions have no text
 * @throws TypeError for a name that is no identifier, and as the codecs themselves do on first use
 *
 * @example
 * const { imports, codecs, functions } = emitModule({ Sale: codecFor(ty, defs) });
 * // functions: "function readSale(r, at) { ... }"
 */
export function emitModule(
  codecs: Readonly<Record<string, AnyCodec>>,
  options: ModuleTextOptions = {},
): ModuleText {
  const { typeOf, encoders = {}, decoders = {}, nameOf, expressionOf, isBranded } = options;
  const named = new Map<Shape, string>();
  const given = [codecs, encoders, decoders].flatMap((each) => Object.entries(each));
  for (const [name, codec] of given) {
    checkName(name);
    // Finds what is wrong with the type, with the errors of its own functions.
    void codec.ops;
    const { shape } = resolveNames(codec, isBranded);
    if (!named.has(shape)) named.set(shape, name);
  }
  const taken = new Set(named.values());
  let count = 0;
  const emitter = new Emitter({
    nameOf: (codec) => {
      let name = named.get(codec.shape);
      if (name === undefined) {
        if (nameOf === undefined) {
          do name = `Part${++count}`;
          while (taken.has(name));
        } else {
          name = nameOf(codec);
        }
        taken.add(name);
        named.set(codec.shape, name);
      }
      return name;
    },
    opsOf: (codec) => {
      const expression = expressionOf?.(codec) ?? refuse(codec);
      return `${expression}.ops`;
    },
    typeOf,
    isBranded,
  });
  const combinators = new Set<string>();
  const support = new Set<string>();
  const noteIn = (names: Set<string>) => (name: string) => (names.add(name), name);
  const parts = partExpressions(options, emitter, {
    combinator: noteIn(combinators),
    support: noteIn(support),
  });
  const texts = {
    codecs: mapValues(codecs, (codec) => `/* @__PURE__ */ ${compiledText(codec, emitter, parts)}`),
    encoders: mapValues(encoders, (codec) => encoderText(codec, emitter)),
    decoders: mapValues(decoders, (codec) => decoderText(codec, emitter)),
  };
  const functions = emitter.finish();
  const makers = [
    ...(Object.keys(codecs).length > 0 ? ["compiledCodec"] : []),
    ...(Object.keys(encoders).length > 0 ? ["encoder"] : []),
    ...(Object.keys(decoders).length > 0 ? ["decoder"] : []),
  ];
  const types = typeOf === undefined ? [] : ["type Reader", "type Writer"];
  return {
    imports: [...makers, ...emitter.support, ...support, ...types],
    combinators: [...combinators].sort(),
    ...texts,
    functions,
  };
}

function mapValues(
  codecs: Readonly<Record<string, AnyCodec>>,
  text: (codec: AnyCodec) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(codecs).map(([name, codec]) => [name, text(codec)]));
}

function encoderText(codec: AnyCodec, emitter: Emitter): string {
  return `/* @__PURE__ */ encoder(${codec.headBytes}, ${emitter.writer(codec)})`;
}

function decoderText(codec: AnyCodec, emitter: Emitter): string {
  const needed = codec.headBytes - tailSlack(codec);
  return `/* @__PURE__ */ decoder(${needed}, ${memoryOf(codec)}, ${emitter.reader(codec)})`;
}

/** Makes the expressions of the parts of codecs: by constants, scalars, and arrays of these. */
function partExpressions(
  { expressionOf, constantOf }: ModuleTextOptions,
  emitter: Emitter,
  imports: ExpressionImports,
): ExpressionContext | undefined {
  if (constantOf === undefined) return undefined;
  const opaque = (codec: AnyCodec): string => expressionOf?.(codec) ?? refuse(codec);
  const expressions: ExpressionContext = {
    ...imports,
    opaque,
    callMark: "",
    known: (codec) => {
      const resolved = resolveNames(codec);
      const { shape } = resolved;
      // Columns of numbers need the codec that knows its typed array, so it comes before a constant under its name.
      if (isOpaque(resolved) || isUnit(resolved) || shape.kind === "scalar") return undefined;
      const isBytes = shape.kind === "array" && shape.form !== undefined;
      const constant = isBytes ? undefined : (constantOf(codec) ?? constantOf(resolved));
      // An enum must know by its shape if it contains itself, so none is put together from codecs that hide theirs.
      if (constant !== undefined || shape.kind === "array") return constant;
      // A name without a constant may be that of a type that contains itself.
      const isNamed = codec.shape.kind === "definition";
      return compiledText(resolved, emitter, isNamed ? undefined : expressions);
    },
  };
  return expressions;
}

function refuse(codec: AnyCodec): never {
  throw new TypeError(
    `a codec of another form than its type has no text: ${describe(codec.shape)}`,
  );
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
