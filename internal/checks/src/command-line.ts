import { parseArgs, type ParseArgsConfig } from "node:util";

type OptionsConfig = NonNullable<ParseArgsConfig["options"]>;

/** Arguments of a command. */
type Arguments<Options extends OptionsConfig> = Omit<
  ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true }>>,
  "tokens"
>;

/**
 * Reads the arguments of this process, a command for contributors.
 *
 * `--help` prints the usage and ends the process. An unknown option ends it with exit code 2.
 */
export function readArguments<const Options extends OptionsConfig>(
  usage: string,
  options: Options,
): Arguments<Options> {
  const help = { type: "boolean", short: "h" } as const;
  try {
    const config: ParseArgsConfig = { options: { ...options, help }, allowPositionals: true };
    const { values, positionals } = parseArgs(config);
    if (values["help"] !== true) return { values, positionals } as Arguments<Options>;
  } catch (error) {
    return refuseArguments(usage, (error as Error).message);
  }
  console.log(usage);
  process.exit(0);
}

/** Says what is wrong with the arguments, prints the usage and ends the process with exit code 2. */
export function refuseArguments(usage: string, problem: string): never {
  console.error(`${problem}\n\n${usage}`);
  process.exit(2);
}
