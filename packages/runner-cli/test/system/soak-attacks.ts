import { request } from "node:http";
import { connect as connectSocket, type Socket } from "node:net";
import type { Random } from "@lutra-internal/testing";
import { connect } from "@lutra/runner-binary/node";
import { type Program, programFromBytes, type Run } from "@lutra/runner-core";
import { HttpClient, mediaType, sha256 } from "@lutra/runner-http";

/** Server under attack, and the material of the attacks. */
export interface Target {
  readonly tcpPort: number;
  readonly httpPort: number;
  /** A program that the server runs, and an input for it. */
  readonly program: Program;
  readonly input: Uint8Array;
  /** Programs that try to leave something behind or take much, with inputs. */
  readonly hostile: readonly (readonly [Program, Uint8Array])[];
}

type Attack = (target: Target, random: Random) => Promise<unknown>;

const randomBytes = (random: Random, most: number): Uint8Array =>
  Uint8Array.from({ length: random.below(most) }, () => random.pick([0, 1, 2, 4, 255, 65, 13, 10]));

/** Returns the bytes with some of them changed, or cut off. */
function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = bytes.slice(0, random.oneIn(4) ? random.below(bytes.length + 1) : bytes.length);
  for (let i = random.below(6); i >= 0 && changed.length > 0; i--) {
    changed[random.below(changed.length)] = random.pick([0, 1, 2, 8, 127, 128, 255]);
  }
  return changed;
}

/** Waits for an event; unlike `once` of Node, an error is no failure. */
const heard = (socket: Socket, event: string): Promise<unknown> =>
  new Promise((resolve) => socket.once(event, resolve));

/** Sends bytes over a socket of its own, in pieces or whole, and leaves. */
async function send(port: number, bytes: Uint8Array, random: Random): Promise<void> {
  const socket: Socket = connectSocket({ port, host: "127.0.0.1" });
  const closed = heard(socket, "close");
  socket.on("error", () => {});
  socket.resume();
  await Promise.race([heard(socket, "connect"), closed]);
  const size = random.pick([1, 7, 4096]);
  for (let at = 0; at < bytes.length && !socket.destroyed; at += size) {
    const written = socket.write(bytes.subarray(at, at + size));
    if (!written) await Promise.race([heard(socket, "drain"), closed]);
  }
  if (random.oneIn(2)) socket.end();
  else socket.destroy();
  // A server may wait for the rest of a frame.
  socket.destroySoon();
  await closed;
}

/** Settles a call, whatever comes of it. */
const settled = (call: Promise<unknown>): Promise<unknown> => call.catch(() => undefined);

async function withClient(
  { tcpPort, httpPort }: Target,
  random: Random,
  work: (client: Run) => Promise<unknown>,
): Promise<void> {
  const client: Run = random.oneIn(2)
    ? await connect({ port: tcpPort })
    : new HttpClient(`http://127.0.0.1:${httpPort}`);
  await settled(work(client));
  await client.shutdown();
}

const frameOf = (body: Uint8Array, length = body.length): Uint8Array => {
  const frame = new Uint8Array(4 + body.length);
  new DataView(frame.buffer).setUint32(0, length, true);
  frame.set(body, 4);
  return frame;
};

/** Everything that a client may do wrong, by a name. */
export const attacks: Readonly<Record<string, Attack>> = {
  "bytes that are no frame": (target, random) =>
    send(target.tcpPort, randomBytes(random, 5000), random),
  "frames of any length": (target, random) => {
    const length = random.pick([0, 1, 2 ** 25, 2 ** 31, 2 ** 32 - 1]);
    return send(target.tcpPort, frameOf(randomBytes(random, 300), length), random);
  },
  "bytes that are no HTTP": (target, random) =>
    send(target.httpPort, randomBytes(random, 5000), random),
  "HTTP heads that lie": async (target, random) => {
    const path = `/programs/${await sha256(target.program.bytes)}`;
    const head = [
      `PUT ${path} HTTP/1.1`,
      "host: 127.0.0.1",
      random.pick(["host: other", "x: y"]),
      `content-type: ${mediaType}`,
      random.pick([
        "content-length: 99999999999",
        "content-length: 5",
        "transfer-encoding: chunked",
      ]),
    ];
    const body = random.pick(["", "abcdefghij", "1\r\na\r\n", "fffffff\r\nabc", "0\r\n\r\n"]);
    await send(target.httpPort, Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`), random);
  },
  "bodies in tiny pieces": async (target, random) => {
    const call = request({
      port: target.httpPort,
      host: "127.0.0.1",
      method: "PUT",
      path: `/programs/${await sha256(target.program.bytes)}`,
      headers: { "content-type": mediaType },
    });
    const answered = new Promise((resolve) => call.on("close", resolve).on("error", resolve));
    call.on("response", (response) => response.resume());
    for (let i = 500 + random.below(3000); i > 0; i--) call.write(Uint8Array.of(i & 255));
    call.end();
    await answered;
  },
  "changed programs and inputs": (target, random) =>
    withClient(target, random, async (client) => {
      for (let i = 0; i < 8; i++) {
        const bytes = random.oneIn(3)
          ? target.program.bytes
          : mutated(target.program.bytes, random);
        await settled(
          (async () => {
            const prepared = await client.prepare(programFromBytes(bytes));
            await client.execute(prepared, mutated(target.input, random));
          })(),
        );
      }
    }),
  "programs that leave something behind": (target, random) =>
    withClient(target, random, async (client) => {
      for (let i = 0; i < 4; i++) {
        const [program, input] = random.pick(target.hostile);
        await settled((async () => client.execute(await client.prepare(program), input))());
      }
    }),
  "calls that are aborted": (target, random) =>
    withClient(target, random, async (client) => {
      const [program, input] = random.pick(target.hostile);
      const prepared = await client.prepare(program);
      const controller = new AbortController();
      const calls = Array.from({ length: 4 }, () =>
        settled(client.execute(prepared, input, { signal: controller.signal })),
      );
      await new Promise(setImmediate);
      controller.abort(new Error("enough"));
      await Promise.all(calls);
    }),
  "programs that are never released": (target, random) =>
    withClient(target, random, async (client) => {
      for (let i = 0; i < 20; i++) {
        const bytes = new Uint8Array([...target.program.bytes, i, random.below(256)]);
        await settled(client.prepare(programFromBytes(bytes)));
      }
    }),
};
