import { describe, expect, test } from "vitest";
import { largeBytes } from "../../src/transport/peer.ts";
import { httpPeers, transportPeer, transportPeers } from "../../src/transport/peers.ts";

// Workers load TypeScript through the loader of the benchmark command, which tests do not have.
const overSockets = [...transportPeers, ...httpPeers].filter(({ serve }) => serve !== undefined);

describe.each(overSockets)("$name", (peer) => {
  test("echoes small and large messages, also many at a time", async () => {
    const client = await peer.connect((await peer.serve?.()) ?? 0);
    expect(await client.small()).toEqual(client.smallEcho);
    expect(await client.large()).toBe(largeBytes);
    const answers = await Promise.all(Array.from({ length: 200 }, client.small));
    expect(answers).toEqual(Array.from({ length: 200 }, () => client.smallEcho));
    expect(await Promise.all([client.large(), client.large()])).toEqual([largeBytes, largeBytes]);
    await client.close();
  });
});

test("a name without a peer is refused", () => {
  expect(() => transportPeer("pigeon")).toThrow("no transport is called pigeon");
});
