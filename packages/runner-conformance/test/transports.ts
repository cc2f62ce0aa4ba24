import { Worker } from "node:worker_threads";
import { connect, listen } from "@lutra/runner-binary/node";
import { reconnecting } from "@lutra/runner-core/reconnecting";
import { connectPort, createChannel } from "@lutra/runner-channel";
import { HttpClient } from "@lutra/runner-http";
import { listen as listenHttp } from "@lutra/runner-http/node";
import { PosixClient } from "@lutra/runner-posix";
import type { Feature, TransportServer } from "../src/index.ts";
import { type ServedRunner, servedRunners } from "./served/runners.ts";

/** A way to reach a runner, for each of the served runners. */
export interface TestedTransport {
  readonly name: string;
  readonly lacks: readonly Feature[];
  readonly serve: (runner: ServedRunner) => Promise<TransportServer>;
}

/** Returns all our transports. */
export function transports(bundle: (name: string) => string): readonly TestedTransport[] {
  return [channel, worker(bundle), tcp, reconnectingTcp, posix(bundle), http];
}

const channel: TestedTransport = {
  name: "channel",
  lacks: [],
  async serve(name) {
    const runner = servedRunners[name]();
    const channels = new Set<ReturnType<typeof createChannel>>();
    const closeAll = (): Promise<unknown> => Promise.all([...channels].map((each) => each.close()));
    return {
      async connect() {
        const made = createChannel(runner);
        channels.add(made);
        return made.client;
      },
      cut: () => void closeAll(),
      async close() {
        await closeAll();
        await runner.shutdown();
      },
    };
  },
};

function worker(bundle: (name: string) => string): TestedTransport {
  return {
    name: "worker",
    lacks: ["reconnect"],
    async serve(name) {
      const thread = new Worker(bundle("worker"), { workerData: name });
      const terminate = (): Promise<unknown> => thread.terminate();
      return {
        connect: async () => connectPort(thread),
        cut: () => void terminate(),
        async close() {
          await terminate();
        },
      };
    },
  };
}

const tcp: TestedTransport = {
  name: "binary TCP",
  lacks: ["cancel"],
  async serve(name) {
    const runner = servedRunners[name]();
    const connections = new Set<{ destroy(): void }>();
    const listener = await listen(runner, {
      // Clients that go do not wait for answers here.
      endGraceMs: 100,
      onConnection: (connection) => connections.add(connection),
    });
    const cut = (): void => {
      for (const each of connections) each.destroy();
    };
    return {
      connect: () => connect({ port: listener.port }),
      cut,
      async close() {
        cut();
        await listener.close();
        await runner.shutdown();
      },
    };
  },
};

const reconnectingTcp: TestedTransport = {
  name: "reconnecting, over binary TCP",
  // A call after a cut makes a new connection.
  lacks: ["cancel", "cut"],
  async serve(name) {
    const server = await tcp.serve(name);
    return {
      connect: async () => reconnecting(() => server.connect()),
      close: () => server.close(),
    };
  },
};

function posix(bundle: (name: string) => string): TestedTransport {
  return {
    name: "posix",
    lacks: ["cancel", "reconnect"],
    async serve(name) {
      const clients = new Set<PosixClient>();
      return {
        async connect() {
          const args = [bundle("executable"), name];
          const client = new PosixClient({ command: process.execPath, args, stopGraceMs: 200 });
          clients.add(client);
          return client;
        },
        cut() {
          for (const { pid } of clients) if (pid !== undefined) process.kill(pid, "SIGKILL");
        },
        async close() {
          await Promise.all([...clients].map((client) => client.shutdown()));
        },
      };
    },
  };
}

const http: TestedTransport = {
  name: "http",
  // Programs belong to the server there, and stay until they are evicted.
  lacks: ["release"],
  async serve(name) {
    const runner = servedRunners[name]();
    const listener = await listenHttp(runner, { allowAnyone: true });
    return {
      connect: async () => new HttpClient(`http://${listener.address}`),
      cut: () => void listener.close(0),
      async close() {
        await listener.close(0);
        await runner.shutdown();
      },
    };
  },
};
