// A replica as a process: serve-replica.ts KIND RUNNER PORT LOG. SIGTERM replaces it as its transport's documentation says.
import { listen as listenBinary } from "@lutra/runner-binary/node";
import type { Run } from "@lutra/runner-core";
import { listen as listenHttp } from "@lutra/runner-http/node";
import { serveNats } from "@lutra/runner-nats";
import { connect } from "@nats-io/transport-node";
import { openReplicaRunner } from "./runners.ts";

/** Longer than two checks of the configuration of HAProxy; and longer than that of nginx keeps idle connections. */
const drain = { ms: 2000, idleMs: 3000 };

interface Served {
  readonly port: number;
  readonly end: () => Promise<void>;
}

const transports: Readonly<Record<string, (runner: Run, port: number) => Promise<Served>>> = {
  http: async (runner, port) => {
    const listener = await listenHttp(runner, { allowAnyone: true, port });
    return { port: listener.port, end: () => listener.drain(drain) };
  },
  binary: async (runner, port) => {
    const listener = await listenBinary(runner, { port });
    return { port: listener.port ?? 0, end: () => listener.drain(drain) };
  },
  nats: async (runner, port) => {
    const connection = await connect({ port });
    const server = serveNats(runner, connection, { allowAnyone: true });
    await connection.flush();
    return { port, end: () => server.drain().then(() => connection.close()) };
  },
};

const [kind = "", runner = "", port = "0", log = ""] = process.argv.slice(2);
const transport = transports[kind];
if (transport === undefined) throw new TypeError(`unknown kind of replica: ${kind}`);
const served = await transport(await openReplicaRunner(runner, log), Number(port));
process.once("SIGTERM", () => void served.end().then(() => process.exit(0)));
console.log(`Listening on ${served.port}`);
