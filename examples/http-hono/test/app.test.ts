import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { showcase } from "@lutra-internal/fixtures";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes, typedProgram } from "@lutra/runner-core";
import { HttpClient } from "@lutra/runner-http";
import { expect, test } from "vitest";
import { createApp } from "../src/app.ts";

test("a runner in a Hono application answers whoever has the token", async () => {
  const server = serve({ fetch: createApp("secret").fetch, hostname: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const { bytecodeLt, programType, input, expected } = showcase("sales-report");
    if (bytecodeLt === undefined) throw new Error("sales-report has no bytecode");
    const codecs = codecsFor(programType);
    const program = typedProgram(programFromBytes(bytecodeLt), codecs.input, codecs.output);
    const client = new HttpClient(`http://127.0.0.1:${port}/lutra`, {
      headers: { authorization: "Bearer secret" },
    });
    const result = await client.run(program, codecs.input.decode(input));
    expect(codecs.output.encode(result)).toEqual(expected);

    const stranger = new HttpClient(`http://127.0.0.1:${port}/lutra`);
    await expect(stranger.getExternals()).rejects.toThrow("401");
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
