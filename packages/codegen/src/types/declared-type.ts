import type { AnyCodec, Path, TyDef } from "@lutra/bin";

/** A type that a module declares under a name. */
export interface DeclaredType {
  readonly codec: AnyCodec;
  /** Place of the type in the sources. */
  readonly origin: DefinitionOrigin | InlineOrigin;
  /** Labels of a tuple's fields, if it is the input of a function with several parameters. */
  readonly labels?: readonly (string | undefined)[] | undefined;
}

/** A type that has a name in the sources. */
export interface DefinitionOrigin {
  readonly kind: "definition";
  readonly path: Path;
  readonly def: TyDef;
  /** The type that the name stands for. */
  readonly target: AnyCodec;
}

/** A type without a name in the sources. */
export interface InlineOrigin {
  readonly kind: "inline";
  /** The definition that it is in, or the side of a program. */
  readonly within: DeclaredType | ProgramSide;
  /** Fields, variants and `Item`s on the way to it. */
  readonly steps: readonly string[];
}

/** Input or output of a program. */
export interface ProgramSide {
  readonly program: string;
  readonly pascal: string;
  readonly side: "input" | "output";
}
