/** An option as `parseArgs` takes it, and what help says of it. */
export interface OptionHelp {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for its value, in capitals. */
  readonly value?: string;
  readonly text: string;
}

/** What help says of a command. */
export interface CommandHelp {
  /** One line for the list of commands. */
  readonly summary: string;
  /** How it is called: everything behind `lutra-runner`. */
  readonly usage: string;
  /** Paragraphs of what the summary leaves out. */
  readonly text: readonly string[];
  readonly options: Readonly<Record<string, OptionHelp>>;
  /** Lists at the end that several commands share. */
  readonly lists: readonly ("runners" | "formats")[];
  /** Lines for a shell. Each runs as it stands, where its files are. */
  readonly examples: readonly string[];
}
