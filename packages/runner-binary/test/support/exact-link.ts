// A connection over TCP through a proxy in the same process, which stops within a frame where a test tells it to.
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "@lutra/runner-core";
import {
  BinaryClient,
  type BinaryConnection,
  type BinaryServerOptions,
  type ByteStream,
  FrameReader,
  generationB,
  serveBinary,
} from "../../src/index.ts";
import { nodeByteStream } from "../../src/node.ts";
import { frame, maxFrameBytes } from "./frames.ts";

/** The two directions of a connection. */
export type Direction = "request" | "reply";

/** Bytes of an execute and of its answer before their payload, length prefixes included. */
export const payloadStart: Readonly<Record<Direction, number>> = {
  request: 4 + generationB.inputOffset,
  reply: 4 + generationB.outputOffset,
};

/**
 * Event that happens when so many bytes of a frame have been handled at their other end, and no byte after them was
 * sent.
 */
export interface Stop {
  readonly at: number;
  readonly act: () => void;
}

/** Settings of a link, and callbacks that report on it to a test. */
export interface LinkOptions extends BinaryServerOptions {
  /** Delay of each frame, in milliseconds. @default 0 */
  readonly delayMs?: number;
  /** Chooses where to stop in an execute with this input, or in its response. */
  readonly stopIn?: (direction: Direction, payload: Uint8Array) => Stop | undefined;
}

/** Counts the bytes that one end of a connection has handled. */
class Arrivals {
  #bytes = 0;
  #waiting: { readonly bytes: number; readonly resolve: () => void } | undefined;

  watch(stream: ByteStream): ByteStream {
    const start = stream.start.bind(stream);
    stream.start = (receiver) => {
      const data = (chunk: Uint8Array): void => {
        receiver.data(chunk);
        this.#bytes += chunk.length;
        if (this.#waiting !== undefined && this.#bytes >= this.#waiting.bytes)
          this.#waiting.resolve();
      };
      start({ ...receiver, data });
    };
    return stream;
  }

  async until(bytes: number): Promise<void> {
    if (this.#bytes < bytes)
      await new Promise<void>((resolve) => (this.#waiting = { bytes, resolve }));
  }
}

/** A client and a server, and the proxy between them. */
export class ExactLink {
  readonly client: BinaryClient;
  readonly connection: BinaryConnection;
  /** Request ids that were used again while outstanding, and replies to nothing. */
  readonly wrong: { reused: number; unasked: number } = { reused: 0, unasked: 0 };
  /** Ids of requests whose reply has not reached the client. */
  readonly outstanding: Set<number> = new Set();
  readonly #sockets: readonly Socket[];
  readonly #proxy: { readonly near: Socket; readonly far: Socket };

  constructor(
    runner: Run,
    [clientSocket, near]: readonly [Socket, Socket],
    [far, serverSocket]: readonly [Socket, Socket],
    { delayMs = 0, stopIn = () => undefined, ...serverOptions }: LinkOptions,
  ) {
    this.#sockets = [clientSocket, near, far, serverSocket];
    this.#proxy = { near, far };
    const [atClient, atServer] = [new Arrivals(), new Arrivals()];
    forward(near, far, atServer, delayMs, (body) => {
      const request = generationB.readRequest(body);
      if (this.outstanding.has(request.id)) this.wrong.reused++;
      this.outstanding.add(request.id);
      return request.kind === "execute" ? stopIn("request", request.input) : undefined;
    });
    forward(far, near, atClient, delayMs, (body) => {
      const response = generationB.readResponse(body);
      if (!this.outstanding.delete(response.id)) this.wrong.unasked++;
      return response.kind === "execute" ? stopIn("reply", response.output) : undefined;
    });
    const serverStream = atServer.watch(nodeByteStream(serverSocket));
    this.connection = serveBinary(runner, serverStream, serverOptions);
    this.client = new BinaryClient(atClient.watch(nodeByteStream(clientSocket)));
  }

  /** Ends the connection on both sides of the proxy. */
  die(how: "end" | "reset"): void {
    for (const socket of [this.#proxy.near, this.#proxy.far]) {
      if (how === "end") socket.end();
      else socket.resetAndDestroy();
    }
  }

  /** `true` once the sockets of the client and of the server are closed. */
  get isClosed(): boolean {
    return [this.#sockets[0], this.#sockets[3]].every((socket) => socket?.destroyed === true);
  }

  destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Delivers frame by frame. */
function forward(
  from: Socket,
  to: Socket,
  arrivals: Arrivals,
  delayMs: number,
  stopIn: (body: Uint8Array) => Stop | undefined,
): void {
  const reader = new FrameReader(maxFrameBytes);
  let delivered = 0;
  let last = Promise.resolve();
  const deliver = async (body: Uint8Array): Promise<void> => {
    const bytes = frame(body);
    const stop = stopIn(body);
    if (stop !== undefined) {
      to.write(bytes.subarray(0, stop.at));
      await arrivals.until(delivered + stop.at);
      stop.act();
    }
    if (to.writable) to.write(bytes.subarray(stop?.at ?? 0));
    delivered += bytes.length;
  };
  from.on("error", () => {});
  from.on("data", (chunk) => {
    reader.push(chunk);
    for (let body = reader.read(); body !== undefined; body = reader.read()) {
      const found = body;
      const [before, held] = [last, delayMs === 0 ? undefined : sleep(delayMs)];
      last = before.then(() => held).then(() => deliver(found));
    }
  });
}

/** Makes links over loopback, one after the other. */
export class Links {
  readonly #acceptor: Server = createServer({ noDelay: true, allowHalfOpen: true });
  readonly #open: ExactLink[] = [];

  async connect(runner: Run, options: LinkOptions): Promise<ExactLink> {
    if (!this.#acceptor.listening) await once(this.#acceptor.listen(0, "127.0.0.1"), "listening");
    const link = new ExactLink(runner, await this.#pair(), await this.#pair(), options);
    this.#open.push(link);
    return link;
  }

  close(): void {
    for (const link of this.#open) link.destroy();
    this.#acceptor.close();
  }

  async #pair(): Promise<[Socket, Socket]> {
    const { port } = this.#acceptor.address() as { port: number };
    const near = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
    const [far] = (await once(this.#acceptor, "connection")) as [Socket];
    return [near, far];
  }
}
