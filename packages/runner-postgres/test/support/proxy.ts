import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A network between a client and a server, to be made as bad as a test wants. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** Holds back every byte, both ways, without a sign: a network that drops packets. */
  blackhole(): void;
  /** Delays every chunk by this time. */
  setDelay(delayMs: number): void;
  /** Resets every connection. */
  reset(): void;
  /** Lets the server end of every connection look closed, while the client may still send. */
  halfClose(): void;
}

/** Starts a proxy in front of a port of this machine. */
export async function startProxy(target: number): Promise<Proxy> {
  let dropping = false;
  let delayMs = 0;
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();

  const forward = (from: Socket, to: Socket): void => {
    from.on("data", (chunk) => {
      if (dropping) return;
      if (delayMs === 0) to.write(chunk);
      else setTimeout(() => to.write(chunk), delayMs);
    });
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => sockets.delete(from));
    sockets.add(from);
  };

  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
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
