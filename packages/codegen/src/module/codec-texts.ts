import type { AnyCodec } from "@lutra/bin";
import type { DeclaredType } from "../types/declared-type.ts";

/** Codecs of a module as text. */
export interface CodecTexts {
  /** Declared types in the order of their constants. */
  readonly order: readonly DeclaredType[];
  /** Returns the expression for the constant of a declared type. */
  readonly constant: (type: DeclaredType) => string;
  /** Returns an expression for the half of a codec that encodes. */
  readonly encoder: (codec: AnyCodec) => string;
  /** Returns an expression for the half of a codec that decodes. */
  readonly decoder: (codec: AnyCodec) => string;
  /** Functions that the expressions call; an empty string if there are none. */
  readonly functions: string;
}

/** A codec of which one half is needed. */
export interface HalfCodec {
  readonly codec: AnyCodec;
  /** Name for its functions if its type has none. */
  readonly suggested?: string | undefined;
}

/** Codecs that a module needs, and the names in it. */
export interface CodecNeeds {
  readonly declared: readonly DeclaredType[];
  readonly encoders: readonly HalfCodec[];
  readonly decoders: readonly HalfCodec[];
  /** Returns the name of the constant that holds a codec. */
  readonly constantOf: (codec: AnyCodec) => string | undefined;
  /** Tells if a type is a `Brand`. */
  readonly isBranded: (codec: AnyCodec) => boolean;
  /** Writes the type of a codec's values. */
  readonly typeOf: (codec: AnyCodec) => string;
}
