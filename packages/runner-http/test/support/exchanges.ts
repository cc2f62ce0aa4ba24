import { Agent } from "undici";
import { createServer, type RequestListener } from "node:http";
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";
import { fetchExchange, type HttpExchange } from "../../src/index.ts";
import { dispatcherExchange, nodeExchange } from "../../src/node.ts";

/** Tasks that end what a test started; `cleanUp` runs them, the last one first. */
const tasks: (() => unknown)[] = [];

/** Has something done at the end of a test. */
export function atEnd(task: () => unknown): void {
  tasks.push(task);
}

/** Ends what a test started; for `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const task of tasks.splice(0).toReversed()) await task();
}

/** Makes each exchange that there is. */
export const exchanges: Readonly<Record<string, () => HttpExchange>> = {
  fetchExchange: () => fetchExchange(fetch),
  nodeExchange: () => {
    const exchange = nodeExchange();
    atEnd(() => exchange.close());
    return exchange;
  },
  dispatcherExchange: () => {
    const agent = new Agent({ connections: 64 });
    // It waits for the requests in flight: none may be left.
    atEnd(() => agent.close());
    return dispatcherExchange(agent);
  },
};

/** Starts a server of HTTP, and returns its port. */
export async function serveHttp(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  atEnd(() => server.closeAllConnections());
  return await portOf(server);
}

/** Starts a server of TCP that sees each connection, and returns its port. */
export async function serveTcp(onConnection: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>();
  const server = createTcpServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => open.delete(socket));
    onConnection(socket);
  });
  atEnd(() => open.forEach((socket) => socket.destroy()));
  return await portOf(server);
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => server.close());
  return (server.address() as AddressInfo).port;
}
