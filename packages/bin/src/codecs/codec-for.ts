import { isStackOverflow } from "../bytes/fault.ts";
import { Definitions, pathKey, standardName } from "../types/definitions.ts";
import type { Ty, TyDef } from "../types/ty.ts";
import { array } from "./array.ts";
import type { AnyCodec, Codec } from "./base/codec.ts";
import { memoryOf } from "./base/memory-of.ts";
import { bytes, rawBytes } from "./bytes.ts";
import { createEnum } from "./create-enum.ts";
import { recursive } from "./recursive.ts";
import { primitiveCodecs, standardCodecs } from "./standard-codecs.ts";
import { createTuple } from "./tuple.ts";

/** Settings of {@link codecFor}. */
export interface CodecForOptions {
  /**
   * Codecs in place of those of standard types, by name: `{ Date: isoDate, Int64: int64.asNumber }`. They are not checked:
   * each must be of the type that it stands for.
   *
   * @default numbers, bigints and strings, as in the table of values
   */
  readonly standard?: Readonly<Record<string, AnyCodec>>;
}

/**
 * Creates the codec of a type that is only known at run time. Its values are those of the codec that one would write by
 * hand.
 *
 * Without options, codecs are remembered per `ty` object and per `defs` array, which must not change afterwards.
 *
 * @throws TypeError for a function, a name without definition, or a type of infinite size
 *
 * @example
 * const { input, defs } = programTypeCodec.decode(signature);
 * const codec = codecFor(input, defs);
 */
export function codecFor(
  ty: Ty,
  defs: readonly TyDef[],
  options?: CodecForOptions,
): Codec<unknown> {
  const dynamic =
    options === undefined
      ? (known.get(defs) ?? new DynamicCodecs(defs))
      : new DynamicCodecs(defs, options.standard);
  if (options === undefined) known.set(defs, dynamic);
  // It checks whatever value it is given.
  return dynamic.complete(ty) as Codec<unknown>;
}

const known = /* @__PURE__ */ new WeakMap<readonly TyDef[], DynamicCodecs>();

class DynamicCodecs {
  readonly #definitions: Definitions;
  readonly #standard: CodecForOptions["standard"];
  readonly #byPath = new Map<string, AnyCodec>();
  readonly #byType = new WeakMap<Ty, AnyCodec>();
  readonly #complete = new WeakSet<AnyCodec>();

  constructor(defs: readonly TyDef[], standard?: CodecForOptions["standard"]) {
    this.#definitions = new Definitions(defs);
    this.#standard = standard;
  }

  complete(ty: Ty): AnyCodec {
    const ready = this.#byType.get(ty);
    if (ready !== undefined && this.#complete.has(ready)) return ready;
    try {
      const codec = this.#build(ty);
      // Finds what is wrong with the type now, not at the first value.
      void codec.headBytes;
      void codec.ops;
      void memoryOf(codec);
      this.#complete.add(codec);
      return codec;
    } catch (error) {
      if (!isStackOverflow(error)) throw error;
      throw new TypeError("the type nests too deeply", { cause: error });
    }
  }

  /** Returns the codec of a type object; makes it once, however often the object is mentioned. */
  #build(ty: Ty): AnyCodec {
    let codec = this.#byType.get(ty);
    if (codec === undefined) {
      codec = this.#create(ty);
      this.#byType.set(ty, codec);
    }
    return codec;
  }

  #create({ kind, variantsRecursive }: Ty): AnyCodec {
    switch (kind.tag) {
      case "primitive":
        return primitiveCodecs[kind.value];
      case "ident":
        return this.#find(kind.value);
      case "array":
        return this.#buildArray(kind.value);
      case "tuple":
        return createTuple(
          kind.value.map((field) => ({ name: field.name, codec: this.#build(field.ty) })),
        );
      case "enum": {
        const forced = variantsRecursive.length > 0;
        return createEnum({
          kind: "enum",
          variants: kind.value.map(({ name, ty }) => ({ name, codec: this.#build(ty) })),
          forced: () => forced,
        });
      }
      case "function":
        throw new TypeError("a function has no binary form");
    }
  }

  #find(path: readonly string[]): AnyCodec {
    const name = standardName(path);
    const standard =
      name === undefined ? undefined : (this.#standard?.[name] ?? standardCodecs[name]);
    if (standard !== undefined) return standard;
    const key = pathKey(path);
    let codec = this.#byPath.get(key);
    if (codec === undefined) {
      const ty = this.#definitions.find(path);
      codec = recursive(() => this.#build(ty), path);
      this.#byPath.set(key, codec);
    }
    return codec;
  }

  #buildArray(item: Ty): AnyCodec {
    const { kind } = this.#definitions.resolve(item);
    if (kind.tag === "primitive" && kind.value === "prim8") return rawBytes;
    if (kind.tag === "ident" && standardName(kind.value) === "Uint8") return bytes;
    return array(this.#build(item));
  }
}
