import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A network between a client and a server, to be made as bad as a test wants. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** Holds back every byte, both ways, without a sign: a network that drops everything. */
  blackhole(): void;
  /** Delays every chunk by this time. */
  setDelay(delayMs: number): void;
  /** Cuts what is sent into pieces of one to seven bytes. */
  slice(): void;
  /** Sends later connections to another port. */
  setTarget(port: number): void;
  /** Resets every connection. */
  reset(): void;
  /** Lets the server end of every connection look closed, while the client may still send. */
  halfClose(): void;
}

/** Starts a proxy in front of a port of this machine. */
export async function startProxy(port: number): Promise<Proxy> {
  let target = port;
  let slicing = false;
  let dropping = false;
  let delayMs = 0;
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();

  const forward = (from: Socket, to: Socket): void => {
    from.on("data", (chunk) => {
      if (dropping) return;
      if (slicing) for (const piece of piecesOf(chunk)) to.write(piece);
      else if (delayMs === 0) to.write(chunk);
      else setTimeout(() => to.write(chunk), delayMs);
    });
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => sockets.delete(from));
    sockets.add(from);
  };

  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    // Each piece travels on its own.
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    clients.add(client);
    forward(client, upstream);
    forward(upstream, client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    blackhole: () => {
      dropping = true;
    },
    setDelay: (delay) => {
      delayMs = delay;
    },
    slice: () => {
      slicing = true;
    },
    setTarget: (other) => {
      target = other;
    },
    reset: () => {
      for (const client of clients) client.resetAndDestroy();
    },
    halfClose: () => {
      for (const client of clients) client.end();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function piecesOf(chunk: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < chunk.length;) {
    const end = at + 1 + (pieces.length % 7);
    pieces.push(chunk.subarray(at, end));
    at = end;
  }
  return pieces;
}
