// Runs example modules one after the other, in this process of their own, and tells the parent how each ended. The
// process ends when nothing is left to do, as a reader's would.

/** Message that the parent sends, once. */
export interface ExampleModule {
  readonly url: string;
  /** The folder in which the module runs. */
  readonly cwd: string;
}

/** Message that the parent gets for each module, in order. */
export interface ModuleReport {
  /** Error that the module threw, as text with its stack; absent if it threw nothing. */
  readonly error?: string;
}

process.once("message", (modules: readonly ExampleModule[]) => void runAll(modules));

async function runAll(modules: readonly ExampleModule[]): Promise<void> {
  for (const { url, cwd } of modules) {
    process.chdir(cwd);
    process.send?.(await run(url));
  }
  process.disconnect();
}

async function run(url: string): Promise<ModuleReport> {
  try {
    await import(url);
    return {};
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
