import { showcase } from "@lutra-internal/fixtures";
import { connect } from "@lutra/runner-binary/node";
import { programFromBytes } from "@lutra/runner-core";
import { HttpClient } from "@lutra/runner-http";
import { expect, test } from "vitest";
import { CliProcess } from "./cli-process.ts";

const { bytecodeLt, input } = showcase("order-lookup");
const program = programFromBytes(bytecodeLt ?? new Uint8Array());

const serve = (...args: readonly string[]): CliProcess =>
  new CliProcess([
    "serve",
    "-r",
    "interpreter",
    "--http",
    "127.0.0.1:0",
    "--allow-anyone",
    ...args,
  ]);

async function urlOf(server: CliProcess): Promise<string> {
  const [, address] = await server.outMatch(/^Listening on (127\.0\.0\.1:\d+) \(HTTP\)$/m);
  return `http://${address}`;
}

test("a server that is asked to end is not healthy and goes on, until a second signal ends it at once", async () => {
  await using server = serve("--drain", "3600");
  const url = await urlOf(server);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  await using client = new HttpClient(url);
  const prepared = await client.prepare(program);
  const output = await client.execute(prepared, input);
  void server.stop("SIGTERM");
  await server.errMatch(/^Draining: \/health answers 503 and calls go on for 3600 s/m);
  expect((await fetch(`${url}/health`)).status).toBe(503);
  expect(await client.execute(prepared, input)).toEqual(output);
  expect(await server.stop("SIGTERM")).toBe(143);
});

test("a server that has drained exits with 0", async () => {
  await using server = serve("--drain", "1");
  const url = await urlOf(server);
  expect(await server.stop("SIGTERM")).toBe(0);
  expect(server.err).toContain("Draining: ");
  await expect(fetch(`${url}/health`)).rejects.toThrow(TypeError);
});

test("a server over TCP tells its clients to connect elsewhere, and exits when they have left", async () => {
  await using server = new CliProcess(["serve", "-r", "interpreter", "--at", "127.0.0.1:0", "--drain", "3600"]); // prettier-ignore
  const [, port] = await server.outMatch(/^Listening on 127\.0\.0\.1:(\d+)$/m);
  const client = await connect({ port: Number(port) });
  const prepared = await client.prepare(program);
  const ended = server.stop("SIGTERM");
  await server.errMatch(
    /^Draining: clients are told to connect elsewhere, and have 3600 s to leave/m,
  );
  await expect(client.execute(prepared, input)).rejects.toMatchObject({ code: "SERVER_ENDING" });
  await client.shutdown();
  expect(await ended).toBe(0);
});

test("a server that a person interrupts does not drain", async () => {
  await using server = serve("--drain", "3600");
  await urlOf(server);
  expect(await server.stop("SIGINT")).toBe(0);
  expect(server.err).not.toContain("Draining");
});
