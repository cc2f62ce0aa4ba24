import { checkNumericOption, type NumericOption } from "@lutra-internal/testing";
import { describe, expect, test, vi } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { PgClientLike } from "../../src/pg/driver.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { type ServerAdapterOptions, serverAdapterSettings } from "../../src/server/options.ts";

const client: PgClientLike = { query: async () => ({ rows: [] }) };

const never = (): never => {
  throw new Error("no statement is executed");
};

const options: readonly NumericOption[] = [
  {
    name: "cancelTimeoutMs",
    use: (cancelTimeoutMs) => serverAdapterSettings({ cancelTimeoutMs }),
    accepts: [2 ** 31],
  },
  {
    name: "maxPreparedStatements",
    use: (maxPreparedStatements) => createPgAdapter(client, { maxPreparedStatements }),
    accepts: [0, 2 ** 31],
  },
];

test.each(options.map((option) => [option.name, option] as const))("%s", async (_, option) => {
  await expect(checkNumericOption(option)).resolves.toBeUndefined();
});

describe.each([
  [
    "pg",
    (end: () => Promise<void>) => (options: ServerAdapterOptions) =>
      createPgAdapter({ ...client, end }, options),
  ],
  [
    "postgres.js",
    (end: () => Promise<void>) => (options: ServerAdapterOptions) =>
      createPostgresJsAdapter({ unsafe: never, typed: never, end }, options),
  ],
] as const)("an adapter for %s", (_, adapterWith) => {
  test.each([
    [{}, 0],
    [{ closeOnShutdown: false }, 0],
    [{ closeOnShutdown: true }, 1],
  ])("with the options %j ends its connections %i times at shutdown", async (options, times) => {
    const end = vi.fn<() => Promise<void>>(async () => {});
    await new PostgresRunner(adapterWith(end)(options)).shutdown();
    expect(end).toHaveBeenCalledTimes(times);
  });
});
