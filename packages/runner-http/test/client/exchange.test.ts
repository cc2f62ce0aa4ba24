import type { RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { until } from "@lutra-internal/testing";
import { listen as listenBinary } from "@lutra/runner-binary/node";
import { afterEach, describe, expect, test } from "vitest";
import { HttpClient, mediaType } from "../../src/index.ts";
import { listen } from "../../src/node.ts";
import { atEnd, cleanUp, exchanges, serveHttp, serveTcp } from "../support/exchanges.ts";
import { CountingRunner, identity } from "../support/running.ts";

afterEach(cleanUp);

const binary = { "content-type": mediaType };

/** Answers that only an exchange without decompression refuses. */
const undecoded: readonly (readonly [string, RequestListener, string, RegExp])[] = [
  ["is declared above the limit", (_, to) => void to.writeHead(200, { ...binary, "content-length": 1001 }).write("x"), "FRAME_TOO_LARGE", /maxResponseBytes/],
  ["is compressed after a step that changes nothing", (_, to) => void to.writeHead(200, { ...binary, "content-encoding": "identity, GZIP" }).end(gzipSync("x")), "PROTOCOL_ERROR", /encoded as GZIP/],
  ["is compressed", (_, to) => void to.writeHead(200, { ...binary, "content-encoding": "gzip" }).end(gzipSync("x")), "PROTOCOL_ERROR", /gzip/],
]; // prettier-ignore

describe.each(Object.entries(exchanges))("%s", (name, makeExchange) => {
  /** Returns a client whose server is written out; it answers every request in the same way. */
  async function clientOf(answer: RequestListener): Promise<HttpClient> {
    const port = await serveHttp(answer);
    const exchange = makeExchange();
    return new HttpClient(`http://127.0.0.1:${port}`, { exchange, maxResponseBytes: 1000 });
  }

  async function served(): Promise<{ runner: CountingRunner; client: HttpClient }> {
    const runner = new CountingRunner();
    const listener = await listen(runner, { allowAnyone: true });
    atEnd(() => listener.close(0));
    const exchange = makeExchange();
    return { runner, client: new HttpClient(`http://${listener.address}`, { exchange }) };
  }

  test.each([0, 64, 300_000])("carries %i bytes both ways", async (length) => {
    const { client } = await served();
    const prepared = await client.prepare(identity);
    const input = new Uint8Array(length).fill(7);
    expect(Buffer.compare(await client.execute(prepared, input), input)).toBe(0);
  });

  test("keeps a hundred calls in flight apart", async () => {
    const runner = new CountingRunner();
    const listener = await listen(runner, { allowAnyone: true, maxInFlight: 100 });
    atEnd(() => listener.close(0));
    const client = new HttpClient(`http://${listener.address}`, { exchange: makeExchange() });
    const prepared = await client.prepare(identity);
    const inputs = Array.from({ length: 100 }, (_, i) => new Uint8Array([i]));
    const outputs = await Promise.all(inputs.map((input) => client.execute(prepared, input)));
    expect(outputs).toEqual(inputs);
  });

  test("an abort rejects with its reason and aborts the call on the server", async () => {
    const { runner, client } = await served();
    const prepared = await client.prepare(identity);
    await client.execute(prepared, new Uint8Array());
    runner.gate = new Promise(() => {});
    const controller = new AbortController();
    const reason = { why: "tired" };
    const call = client.execute(prepared, new Uint8Array(), { signal: controller.signal });
    call.catch(() => {});
    await until(() => runner.started === 2);
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await until(() => runner.aborted === 1);
  });

  test("an abort before the request is sent rejects with its reason", async () => {
    const client = await clientOf((_, to) => void to.writeHead(200, binary).end());
    const prepared = await client.prepare(identity);
    const controller = new AbortController();
    const call = client.execute(prepared, new Uint8Array(), { signal: controller.signal });
    controller.abort("early");
    await expect(call).rejects.toBe("early");
  });

  test("an abort in the middle of the answer rejects with its reason and ends the connection", async () => {
    const events: string[] = [];
    const client = await clientOf((_, to) => {
      to.writeHead(200, { ...binary, "content-length": 10 });
      to.write("few", () => events.push("begun"));
      to.on("close", () => events.push("ended"));
    });
    const prepared = await client.prepare(identity);
    const controller = new AbortController();
    const call = client.execute(prepared, new Uint8Array(), { signal: controller.signal });
    call.catch(() => {});
    await until(() => events.includes("begun"));
    // The head and the bytes reach the client, which then waits for more.
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort("enough");
    await expect(call).rejects.toBe("enough");
    await until(() => events.includes("ended"));
  });

  test("shutdown ends the calls in flight", async () => {
    const { runner, client } = await served();
    runner.gate = new Promise(() => {});
    const prepared = await client.prepare(identity);
    const call = client.execute(prepared, new Uint8Array());
    call.catch(() => {});
    await until(() => runner.started === 1);
    await client.shutdown();
    await expect(call).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  });

  test("calls go on after one whose answer was not wanted", async () => {
    let answers = 0;
    const client = await clientOf((_, to) => {
      to.writeHead(200, binary).end(answers++ === 0 ? "x".repeat(1_000_000) : "fine");
    });
    const prepared = await client.prepare(identity);
    const first = client.execute(prepared, new Uint8Array());
    await expect(first).rejects.toMatchObject({ code: "FRAME_TOO_LARGE" });
    expect(await client.execute(prepared, new Uint8Array())).toEqual(
      new TextEncoder().encode("fine"),
    );
  });

  test("a port for the binary protocol ends the connection, and the error says what to use", async () => {
    const listener = await listenBinary(new CountingRunner(), { port: 0 });
    atEnd(() => listener.close());
    const { address } = listener;
    const client = new HttpClient(`http://${address}`, { exchange: makeExchange() });
    const hint = `its port may be for the binary protocol: use tcp://${address}`;
    const expected = {
      code: "CONNECTION_CLOSED",
      message: expect.stringContaining(hint) as unknown,
    };
    await expect(client.getExternals()).rejects.toMatchObject(expected);
    const prepared = await client.prepare(identity);
    await expect(client.execute(prepared, new Uint8Array(3))).rejects.toMatchObject(expected);
  });

  test("an answer in another language is told as such", async () => {
    const port = await serveTcp((socket) => void socket.resume().end("220 mail ready\r\n"));
    const client = new HttpClient(`http://127.0.0.1:${port}`, { exchange: makeExchange() });
    await expect(client.getExternals()).rejects.toMatchObject({
      code: "PROTOCOL_ERROR",
      message: `what answers at http://127.0.0.1:${port} does not speak HTTP`,
    });
  });

  test("nobody there is a closed connection", async () => {
    const client = new HttpClient("http://127.0.0.1:9", { exchange: makeExchange() });
    await expect(client.getExternals()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  });

  test.each(["", "identity", "Identity", " IDENTITY ,identity", ","])(
    "an answer with the content-encoding %j is not encoded",
    async (encoding) => {
      const client = await clientOf((_, to) => {
        to.writeHead(200, { ...binary, "content-encoding": encoding }).end("fine");
      });
      const output = await client.execute(await client.prepare(identity), new Uint8Array());
      expect(new TextDecoder().decode(output)).toBe("fine");
    },
  );

  test.each<readonly [string, RequestListener, string, RegExp]>([
    ["is cut off", (_, to) => { to.writeHead(200, { ...binary, "content-length": 10 }); to.write("few", () => to.destroy()); }, "CONNECTION_CLOSED", /no answer/],
    ["never begins", (from) => from.destroy(), "CONNECTION_CLOSED", /no answer/],
    ["grows above the limit", (_, to) => { to.writeHead(200, binary); to.write("x".repeat(600)); to.write("x".repeat(600)); }, "FRAME_TOO_LARGE", /maxResponseBytes/],
    ["redirects", (_, to) => void to.writeHead(307, { location: "/elsewhere" }).end(), "PROTOCOL_ERROR", /redirects/],
    ["is a proxy's", (_, to) => void to.writeHead(502).end("<html>"), "CONNECTION_CLOSED", /502.*<html>/],
    ["is an error with more to say than is read", (_, to) => void to.writeHead(504).end("x".repeat(100_000)), "TIMEOUT", /504/],
    // A platform's fetch would unfold it, so it believes no declared length either.
    ...(name === "fetchExchange" ? [] : undecoded),
  ])("an answer that %s is an error with a code", async (_, answer, code, message) => {
    const client = await clientOf(answer);
    const call = client.execute(await client.prepare(identity), new Uint8Array());
    await expect(call).rejects.toMatchObject({ code, message: expect.stringMatching(message) as unknown });
  }); // prettier-ignore
});
