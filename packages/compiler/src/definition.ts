import type { BytePlace, SourceFiles, SourceRange } from "./sources.ts";

/** A definition of a project. */
export interface Definition {
  /** Modules and name: `["movies", "best"]`. */
  readonly path: readonly string[];
  readonly kind: "annotation" | "constant" | "external" | "function" | "import" | "type";
  /** The definition's head as Lutra source, such as `func best(movies: [Movie]): Movie`. */
  readonly signature: string | undefined;
  /** Documentation comment, without its marks. */
  readonly doc: string | undefined;
  /** Names of the parameters of a function; `undefined` for one without a name. */
  readonly parameters: readonly (string | undefined)[] | undefined;
  /** Place of the name. */
  readonly range: SourceRange | undefined;
}

/** A `Definition` as the Rust side writes it. */
interface RawDefinition {
  readonly path: readonly string[];
  readonly kind: Definition["kind"];
  readonly signature?: string;
  readonly doc?: string;
  readonly parameters?: readonly (string | null)[];
  readonly place?: BytePlace;
}

/** A name in a source, and what it refers to. */
export interface SymbolAt {
  /** Place of the name. */
  readonly range: SourceRange | undefined;
  /** Modules and name of what it refers to; `undefined` for a parameter or a local name. */
  readonly path: readonly string[] | undefined;
  /** Place of the definition; `undefined` if that is in the standard library. */
  readonly definition: SourceRange | undefined;
}

/** Reads the definitions of a response. */
export function readDefinitions(json: Uint8Array, files: SourceFiles): Definition[] {
  const raw = JSON.parse(new TextDecoder().decode(json)) as readonly RawDefinition[];
  return raw.map(({ path, kind, signature, doc, parameters, place }) => ({
    path,
    kind,
    signature,
    doc,
    parameters: parameters?.map((name) => name ?? undefined),
    range: place && files.rangeOf(place),
  }));
}

/** Reads the symbol of a response. */
export function readSymbol(json: Uint8Array, files: SourceFiles): SymbolAt | undefined {
  const raw = JSON.parse(new TextDecoder().decode(json)) as {
    readonly path?: readonly string[];
    readonly place: BytePlace;
    readonly target?: BytePlace;
  } | null;
  if (raw === null) return undefined;
  return {
    range: files.rangeOf(raw.place),
    path: raw.path,
    // A name of the standard library has a place there, under a number that is also one of ours.
    definition: raw.target && raw.path?.[0] !== "std" ? files.rangeOf(raw.target) : undefined,
  };
}
