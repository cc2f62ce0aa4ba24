import type { Suite } from "../suite.ts";

/** Loads each suite, by name. Loading one must not load the peers of another. */
const loaders: Readonly<Record<string, () => Promise<Suite>>> = {
  channel: async () => (await import("./channel.ts")).channelSuite,
  codec: async () => (await import("./codec.ts")).codecSuite,
  compiler: async () => (await import("./compiler.ts")).compilerSuite,
  duckdb: async () => (await import("./duckdb.ts")).duckDbSuite,
  http: async () => (await import("./http.ts")).httpSuite,
  interpreter: async () => (await import("./interpreter.ts")).interpreterSuite,
  postgres: async () => (await import("./postgres.ts")).postgresSuite,
  rust: async () => (await import("./rust.ts")).rustSuite,
  scale: async () => (await import("./scale.ts")).scaleSuite,
  sync: async () => (await import("./sync.ts")).syncSuite,
  tables: async () => (await import("./tables.ts")).tablesSuite,
  transport: async () => (await import("./transport.ts")).transportSuite,
};

/** Names of all suites, in the order in which they run. */
export const suiteNames: readonly string[] = Object.keys(loaders);

/**
 * Loads a suite.
 *
 * @throws TypeError if no suite has this name.
 */
export async function loadSuite(name: string): Promise<Suite> {
  const load = loaders[name];
  if (load === undefined) {
    throw new TypeError(`no suite is called ${name}; there are ${suiteNames.join(", ")}`);
  }
  return await load();
}
