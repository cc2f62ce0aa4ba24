import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A load balancer without memory: every request goes to the next replica. */
export interface Balancer extends AsyncDisposable {
  readonly address: string;
  readonly requestsPerReplica: readonly number[];
}

/** Balances among servers on this machine. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const requestsPerReplica = ports.map(() => 0);
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const replica = turn++ % ports.length;
    requestsPerReplica[replica] = (requestsPerReplica[replica] ?? 0) + 1;
    const { method, url, headers } = incoming;
    const onward = request(
      { host: "127.0.0.1", port: ports[replica], method, path: url, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on("error", () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requestsPerReplica,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
