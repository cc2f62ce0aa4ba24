import type { ProgramKind } from "@lutra/runner-core";

/** A program of `examples/programs`, with an input to run it on. Its parts are loaded when asked for. */
export interface Showcase {
  readonly name: string;
  source(): Promise<string>;
  input(): Promise<string>;
  /**
   * Returns the compiled program, for a page that has no compiler; `undefined` if it does not compile for this kind.
   */
  program(kind: ProgramKind): Promise<Uint8Array | undefined>;
  /** Returns the bytes of `program-type.ld`. */
  type(): Promise<Uint8Array>;
}

type Files<T> = Record<string, () => Promise<T>>;

const sources: Files<string> = import.meta.glob<string>("../../programs/*/main.lt", {
  query: "?raw",
  import: "default",
});
const inputs: Files<string> = import.meta.glob<string>("../../programs/*/input.lt", {
  query: "?raw",
  import: "default",
});
const programs: Files<string> = import.meta.glob<string>("../../programs/*/program.*.rr.ld", {
  query: "?url&no-inline",
  import: "default",
});
const types: Files<string> = import.meta.glob<string>("../../programs/*/program-type.ld", {
  query: "?url&no-inline",
  import: "default",
});

const suffixes: Readonly<Record<ProgramKind, string>> = {
  bytecodeLt: "bytecode-lt",
  sqlDuckDb: "sql-duckdb",
  sqlPostgres: "sql-pg",
};

/** The showcases, by name. */
export const showcases: readonly Showcase[] = Object.keys(sources)
  .map((path) => path.slice("../../programs/".length, -"/main.lt".length))
  .toSorted()
  .map(showcase);

function showcase(name: string): Showcase {
  const place = (file: string): string => `../../programs/${name}/${file}`;
  return {
    name,
    source: () => sources[place("main.lt")]!(),
    input: () => inputs[place("input.lt")]!(),
    program: async (kind) => {
      const file = programs[place(`program.${suffixes[kind]}.rr.ld`)];
      return file && bytesOf(await file());
    },
    type: async () => bytesOf(await types[place("program-type.ld")]!()),
  };
}

async function bytesOf(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
