import { afterEach, expect, test } from "vitest";
import { HttpClient } from "../../src/index.ts";
import { listen, nodeExchange } from "../../src/node.ts";
import { CountingRunner } from "../support/running.ts";

// What every exchange does is tested in exchange.test.ts.

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

test("a server without TLS is told from one that is not there", async () => {
  const listener = await listen(new CountingRunner(), { allowAnyone: true });
  const exchange = nodeExchange();
  cleanUps.push(
    () => listener.close(0),
    () => exchange.close(),
  );
  const client = new HttpClient(`https://${listener.address}`, { exchange });
  await expect(client.getExternals()).rejects.toMatchObject({
    code: "PROTOCOL_ERROR",
    message: `what answers at https://${listener.address} does not speak TLS: http:// is for servers without it`,
  });
});
