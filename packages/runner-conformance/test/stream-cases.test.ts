import { connect } from "node:net";
import { Duplex } from "node:stream";
import { BinaryClient } from "@lutra/runner-binary";
import { detectGeneration } from "@lutra/runner-binary/generation-a";
import { type BinaryListener, listen } from "@lutra/runner-binary/node";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type ByteDuplex, streamClientCases, streamServerCases } from "../src/index.ts";
import { describeCases } from "../src/vitest.ts";
import { servedRunners } from "./served/runners.ts";

let listener: BinaryListener;
beforeAll(async () => {
  listener = await listen(servedRunners.interpreter(), { protocol: detectGeneration });
});
afterAll(() => listener.close());

describeCases({ describe, test }, "the binary server over TCP", streamServerCases, {
  kind: "bytecodeLt",
  connect: async () =>
    Duplex.toWeb(connect({ port: listener.port ?? 0, host: "127.0.0.1" })) as ByteDuplex,
});

describeCases({ describe, test }, "the binary client", streamClientCases, {
  connect: (stream) => new BinaryClient(stream),
});
