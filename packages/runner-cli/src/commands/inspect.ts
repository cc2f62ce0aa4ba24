import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { parseArgs } from "node:util";
import { type Address, parseAddress } from "../address.ts";
import { inspectOptions } from "../help/options.ts";
import type { Inspector } from "../inspect/inspector.ts";
import type { Io } from "../io.ts";
import { listenError } from "../errors/listen-error.ts";
import { UsageError } from "../errors/usage-error.ts";

/** Options of the sockets on both sides. */
const socketOptions = {
  // A client may end its side and still wait for answers.
  allowHalfOpen: true,
  noDelay: true,
};

/** Runs `lutra-runner inspect`: stands between clients and a server, and prints what passes. */
export async function inspect(args: readonly string[], io: Io): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: inspectOptions,
  });
  if (values.at === undefined || values.to === undefined) {
    throw new UsageError("inspect needs --at HOST:PORT, for clients, and --to HOST:PORT, a server");
  }
  const at = parseAddress("--at", values.at);
  const to = parseAddress("--to", values.to);

  // Here and not above: other commands need not load the protocol.
  const { Inspector } = await import("../inspect/inspector.ts");
  const sockets = new Set<Socket>();
  let connections = 0;
  const broken = new AbortController(); // when nothing can be told any more
  const server = createServer(socketOptions, (client) => {
    const number = ++connections;
    const tell = (line: string): void => {
      io.stdout.write(`[${number}] ${line}\n`).catch((error: unknown) => broken.abort(error));
    };
    tell(`client ${client.remoteAddress}:${client.remotePort}`);
    for (const socket of relay(client, to, new Inspector(tell), tell)) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    }
  });
  try {
    server.listen({ host: at.host, port: at.port });
    await once(server, "listening");
  } catch (cause) {
    throw listenError(values.at, cause);
  }
  const { interrupted } = io; // who reads that it listens may ask it to end
  const { address, port } = server.address() as { address: string; port: number };
  const host = address.includes(":") ? `[${address}]` : address;
  await io.stdout.write(`Listening on ${host}:${port}\n`);
  const ended = AbortSignal.any([interrupted, broken.signal]);
  if (!ended.aborted) await once(ended, "abort");
  server.close();
  for (const socket of sockets) socket.destroy();
  broken.signal.throwIfAborted();
}

/** Passes bytes on as they are, whether they are understood or not. */
function relay(
  client: Socket,
  to: Address,
  inspector: Inspector,
  tell: (line: string) => void,
): readonly Socket[] {
  const server = connect({ ...to, ...socketOptions });
  const pass = (direction: "->" | "<-", from: Socket, onto: Socket, name: string): void => {
    from.on("data", (chunk: Uint8Array) => inspector.push(direction, chunk));
    from.on("end", () => inspector.end(direction));
    from.pipe(onto);
    from.on("error", (error) => tell(`${name} lost: ${error.message}`));
    from.on("close", () => {
      // After an orderly end what was passed on is still to be written.
      if (!from.readableEnded) onto.destroy();
    });
  };
  pass("->", client, server, "client");
  pass("<-", server, client, "server");
  return [client, server];
}
