import { CodegenError, type ValueOptions } from "@lutra/codegen";
import { valueChoices } from "../types/value-options.ts";

/** One module to generate: what the flags of the command say, or an item of `outputs` in `lutra.codegen.json`. */
export interface OutputConfig {
  /** Folder of compiled programs. */
  readonly from?: string;
  /** Folder or file of `.lt` sources, to be compiled. */
  readonly project?: string;
  /**
   * Upstream's command, to compile `project` with.
   *
   * @default the variable `LUTRA`, else the package `@lutra/compiler`, else `lutra` in the `PATH`
   */
  readonly lutra?: string;
  /** Representations to compile for. @default all for which a function compiles */
  readonly repr?: readonly string[];
  /** File to write. */
  readonly out: string;
  /** File for a server: the programs themselves, where `programs` is `hash`. */
  readonly serverOut?: string;
  /** As in `ModuleOptions`. */
  readonly codecs?: "code" | "combinators" | "none";
  /** As in `ModuleOptions`. */
  readonly programs?: "embed" | "hash" | "none";
  /** As in `ModuleOptions`. */
  readonly client?: boolean;
  /** As in `ModuleOptions`. */
  readonly sync?: boolean;
  /** As in `ModuleOptions`. */
  readonly docs?: boolean;
  /** Modules of functions of the host, such as `acme::geometry`, that `project` declares with `external func`. @default none */
  readonly natives?: readonly string[];
  /** As in `ModuleOptions`. */
  readonly brand?: readonly string[];
  /** As in `ModuleOptions`. */
  readonly names?: Readonly<Record<string, string>>;
  /** As in `ModuleOptions`. */
  readonly values?: ValueOptions;
  /** As in `Selection`. */
  readonly include?: readonly string[];
  /** As in `Selection`. */
  readonly exclude?: readonly string[];
  /** Writes over a file that this package has not written. @default false */
  readonly force?: boolean;
}

type Kind = "boolean" | "names" | "string" | "strings" | readonly string[];

const keys: Readonly<Record<keyof OutputConfig, Kind>> = {
  from: "string",
  project: "string",
  lutra: "string",
  repr: "strings",
  out: "string",
  serverOut: "string",
  codecs: ["code", "combinators", "none"],
  programs: ["embed", "hash", "none"],
  client: "boolean",
  sync: "boolean",
  docs: "boolean",
  natives: "strings",
  brand: "strings",
  names: "names",
  values: "names",
  include: "strings",
  exclude: "strings",
  force: "boolean",
};

/**
 * Checks the settings of one module.
 *
 * @param where place of the settings, for errors
 * @throws CodegenError for an unknown key, a value of the wrong kind, or settings that contradict each other
 */
export function checkOutput(value: unknown, where: string): OutputConfig {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CodegenError(`${where} must be an object, got ${JSON.stringify(value)}`);
  }
  for (const [key, given] of Object.entries(value)) {
    const kind = Object.hasOwn(keys, key) ? keys[key as keyof OutputConfig] : undefined;
    if (kind === undefined) {
      throw new CodegenError(
        `${where} has an unknown key: ${key}`,
        `the keys are ${Object.keys(keys).join(", ")}`,
      );
    }
    if (given !== undefined && !isOfKind(given, kind)) {
      throw new CodegenError(
        `${where}: ${key} must be ${kindText(kind)}, got ${JSON.stringify(given)}`,
      );
    }
  }
  const config = value as OutputConfig;
  if (config.out === undefined)
    throw new CodegenError(`${where} has no \`out\``, "name the file to write");
  for (const file of [config.out, config.serverOut ?? config.out]) {
    if (/\.[cm]?ts$/.test(file) && !file.endsWith(".d.ts")) continue;
    throw new CodegenError(`${file} is no file for TypeScript`, "call it NAME.lutra.ts");
  }
  if ((config.from === undefined) === (config.project === undefined)) {
    throw new CodegenError(
      `${where} needs one of \`from\` and \`project\``,
      "give a folder of compiled programs, or one of .lt sources with --project",
    );
  }
  if (config.serverOut !== undefined && config.programs !== "hash") {
    throw new CodegenError(
      `${where}: \`serverOut\` is for a module of hashes`,
      'set `programs` to "hash" (--programs hash)',
    );
  }
  if (config.natives !== undefined && config.project === undefined) {
    throw new CodegenError(
      `${where}: \`natives\` is for sources`,
      "compiled programs do not say what types such functions have: give --project",
    );
  }
  for (const [key, form] of Object.entries(config.values ?? {})) {
    const forms = Object.hasOwn(valueChoices, key) ? valueChoices[key]! : undefined;
    if (forms?.includes(form) === true) continue;
    throw new CodegenError(
      `${where}: there is no form ${JSON.stringify(form)} of ${key}`,
      `\`values\` takes ${Object.entries(valueChoices)
        .map(([each, own]) => `${each}=${own.join("|")}`)
        .join(", ")}`,
    );
  }
  const unknown = config.repr?.find((name) => !representations.includes(name));
  if (unknown !== undefined) {
    throw new CodegenError(
      `${where}: there is no representation ${unknown}`,
      `\`repr\` takes ${representations.join(", ")}`,
    );
  }
  return config;
}

/** Names of representations, as the compiler has them. */
const representations: readonly string[] = ["bytecode-lt", "sql-pg", "sql-duckdb"];

function isOfKind(value: unknown, kind: Kind): boolean {
  const isText = (each: unknown): boolean => typeof each === "string";
  if (typeof kind === "object") return kind.includes(value as string);
  if (kind === "strings") return Array.isArray(value) && value.every(isText);
  if (kind === "names") {
    return typeof value === "object" && value !== null && Object.values(value).every(isText);
  }
  return typeof value === kind;
}

function kindText(kind: Kind): string {
  if (typeof kind === "object") return `one of ${kind.join(", ")}`;
  if (kind === "strings") return "a list of strings";
  if (kind === "names") return "an object of strings";
  return `a ${kind}`;
}
