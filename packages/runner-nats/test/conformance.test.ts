import { ProbeRunner, transportCases } from "@lutra/runner-conformance";
import { describeCases } from "@lutra/runner-conformance/vitest";
import { describe, test } from "vitest";
import { NatsClient, serveNats } from "../src/index.ts";
import { MemoryNats } from "./support/memory-nats.ts";

const serve = async (): Promise<{ connect: () => Promise<NatsClient>; cut: () => void; close: () => Promise<void> }> => {
  const nats = new MemoryNats(64 * 1024 * 1024);
  const server = serveNats(new ProbeRunner(), nats, { allowAnyone: true });
  return {
    connect: async () => new NatsClient(nats, { maxRetries: 0 }),
    cut: () => nats.close(),
    close: () => server.drain(0),
  };
}; // prettier-ignore

describeCases(
  { describe, test },
  "NATS in memory",
  transportCases,
  { serve },
  {
    // As over HTTP: programs belong to the server, and stay until they are evicted.
    lacks: ["release"],
  },
);
