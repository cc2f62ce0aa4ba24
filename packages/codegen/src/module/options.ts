import type { NativeSource } from "../input/program-source.ts";
import type { ValueOptions } from "../types/value-options.ts";

/** Settings of a module. */
export interface ModuleOptions {
  /** Name of the module's file without its ending: `programs` for `programs.lutra.ts`. The client is called after it. */
  readonly name: string;
  /**
   * `code` for codecs as straight-line code, which is fast; `combinators` for codecs put together from those of
   * `@lutra/bin`, which take less text in modules of many types; `none` for a module of types and programs only.
   *
   * @default "code"
   */
  readonly codecs?: "code" | "combinators" | "none" | undefined;
  /**
   * `embed` puts the programs into the module, `hash` only their hashes, for a client of a server that has them; `none`
   * leaves types and codecs. @default "embed"
   */
  readonly programs?: "embed" | "hash" | "none" | undefined;
  /** Client class with a method for each program. @default true */
  readonly client?: boolean | undefined;
  /** Client class over a synchronous runner as well. @default false */
  readonly sync?: boolean | undefined;
  /** Documentation of functions. @default true */
  readonly docs?: boolean | undefined;
  /** Functions of the host: an interface, and a function that makes the module of natives, for each module. @default none */
  readonly natives?: readonly NativeSource[] | undefined;
  /** Forms of values that are not the usual ones: `{ date: "iso", int64: "number" }`. */
  readonly values?: ValueOptions | undefined;
  /**
   * Patterns of named types of the sources, such as `shop::*`, whose values are kept apart from others by the compiler:
   * those that stand for a scalar or for bytes become a `Brand` of `@lutra/bin`. @default none
   */
  readonly brand?: readonly string[] | undefined;
  /** Names of types, by their paths in the sources: `{ "orders::Row": "OrderRow" }`. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** Command in the head of the module that generates it. @default "npx lutra-codegen" */
  readonly command?: string | undefined;
}

/** A generated module. */
export interface GeneratedModule {
  readonly text: string;
  /** Sentences on what the user may want to change. */
  readonly warnings: readonly string[];
}
