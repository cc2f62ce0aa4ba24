import { parseArgs } from "node:util";
import { messageOf } from "../message-of.ts";
import { checkOutput, type OutputConfig } from "./output-config.ts";

/** A command line that cannot be understood. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** Request of a command line. */
export interface Request {
  /** Modules to generate; `undefined` if `lutra.codegen.json` says it. */
  readonly outputs: readonly OutputConfig[] | undefined;
  readonly config: string | undefined;
  readonly check: boolean;
  readonly watch: boolean;
  readonly json: boolean;
}

const options = {
  out: { type: "string" },
  project: { type: "string" },
  lutra: { type: "string" },
  repr: { type: "string" },
  programs: { type: "string" },
  "server-out": { type: "string" },
  codecs: { type: "string" },
  values: { type: "string" },
  include: { type: "string", multiple: true },
  exclude: { type: "string", multiple: true },
  name: { type: "string", multiple: true },
  natives: { type: "string", multiple: true },
  brand: { type: "string", multiple: true },
  sync: { type: "boolean" },
  "no-client": { type: "boolean" },
  "no-docs": { type: "boolean" },
  force: { type: "boolean" },
  check: { type: "boolean" },
  watch: { type: "boolean" },
  json: { type: "boolean" },
  config: { type: "string" },
} as const;

/**
 * Reads the arguments of the command.
 *
 * @throws UsageError for arguments that it does not know, or that contradict each other
 * @throws CodegenError for values that they cannot have
 */
export function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  const { check = false, watch = false, json = false } = values;
  if (positionals.length > 1) {
    throw new UsageError(`one FOLDER at a time, got ${positionals.join(" ")}`);
  }
  if (check && watch) throw new UsageError("--check and --watch exclude each other");
  const [from] = positionals;
  const request = { config: values.config, check, watch, json };
  const {
    config: _config,
    check: _check,
    watch: _watch,
    json: _json,
    force: _force,
    ...settings
  } = values;
  if (from === undefined && Object.keys(settings).length === 0) {
    return { ...request, outputs: undefined };
  }
  if (values.config !== undefined) {
    throw new UsageError("--config says what to generate, so no other option does");
  }
  const output = checkOutput(
    withoutUndefined({
      from,
      project: values.project,
      lutra: values.lutra,
      repr: values.repr?.split(","),
      out: values.out,
      serverOut: values["server-out"],
      codecs: values.codecs,
      programs: values.programs,
      client: values["no-client"] === true ? false : undefined,
      natives: values.natives,
      brand: values.brand,
      sync: values.sync,
      docs: values["no-docs"] === true ? false : undefined,
      include: values.include,
      exclude: values.exclude,
      values: values.values && Object.fromEntries(values.values.split(",").map(valueOf)),
      names: values.name && Object.fromEntries(values.name.map(pairOf)),
      force: values.force,
    }),
    "the command",
  );
  return { ...request, outputs: [output] };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // What Node adds to its first sentence is about arguments that no command takes.
    throw new UsageError(messageOf(error).split(/\.\s/, 1)[0]!);
  }
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--name takes PATH=NAME, got ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function valueOf(text: string): readonly [string, string] {
  const [key = "", form = ""] = text.split("=");
  return [key, form];
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
