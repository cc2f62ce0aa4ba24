/** An option as `parseArgs` takes it, and what help says of it. */
export interface OptionHelp {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  /** Placeholder of its value, in capitals. */
  readonly value?: string;
  readonly text: string;
}

/** Help of a command. */
export interface CommandHelp {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Form of its call: everything after `lutra-runner`. */
  readonly usage: string;
  /** Paragraphs of what the summary leaves out. */
  readonly text: readonly string[];
  readonly options: Readonly<Record<string, OptionHelp>>;
  /** Lists at the end that several commands share. */
  readonly lists: readonly ("runners" | "formats")[];
  /** Lines for a shell. Each runs as it stands, where its files are. */
  readonly examples: readonly string[];
}
