import { checkNumericOption, type NumericOption } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import type { PgClientLike } from "../../src/pg/driver.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { serverAdapterSettings } from "../../src/server/options.ts";

const client: PgClientLike = { query: async () => ({ rows: [] }) };

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
