import {
  balancers,
  Fleet,
  natsCommand,
  type ReplicaRunner,
  startBalancer,
  startNats,
} from "@lutra-internal/replicas";
import type { Run } from "@lutra/runner-core";
import { HttpClient } from "@lutra/runner-http";
import { nodeExchange } from "@lutra/runner-http/node";
import { NatsClient } from "@lutra/runner-nats";
import { connect as connectNats } from "@nats-io/transport-node";

/** A client of replicas, and the processes that its calls keep busy. */
export interface Reach {
  readonly client: Run;
  /** Ids of the replicas' processes. */
  readonly replicas: readonly number[];
  /** Ids of the processes between client and replicas. */
  readonly front: readonly number[];
}

/** A way from a client to replicas. */
export interface Way {
  /** Command that must be installed. */
  readonly command: string;
  /** Starts replicas and what is in front, and calls back with a client; ends all of them afterwards. */
  readonly withReplicas: WithReplicas;
}

type WithReplicas = <T>(
  runner: ReplicaRunner,
  count: number,
  use: (reach: Reach) => Promise<T>,
) => Promise<T>;

/** Calls one replica over HTTP, with nothing in between. */
export async function withOneAlone<T>(
  runner: ReplicaRunner,
  use: (reach: Reach) => Promise<T>,
): Promise<T> {
  await using fleet = await Fleet.start("http", 1, { runner });
  using exchange = nodeExchange();
  await using client = new HttpClient(`http://127.0.0.1:${fleet.ports[0]}`, { exchange });
  return await use({ client, replicas: pidsOf(fleet), front: [] });
}

const haproxy = balancers.find(({ command }) => command === "haproxy")!;

/** The ways by name. */
export const ways: Readonly<Record<string, Way>> = {
  HAProxy: {
    command: haproxy.command,
    withReplicas: async (runner, count, use) => {
      await using fleet = await Fleet.start("http", count, { runner });
      await using front = await startBalancer(haproxy, fleet.ports);
      using exchange = nodeExchange();
      await using client = new HttpClient(`http://127.0.0.1:${front.port}`, { exchange });
      return await use({ client, replicas: pidsOf(fleet), front: [front.pid] });
    },
  },
  NATS: {
    command: natsCommand,
    withReplicas: async (runner, count, use) => {
      await using nats = await startNats();
      await using fleet = await Fleet.start("nats", count, { runner, port: nats.port });
      const connection = await connectNats({ port: nats.port });
      try {
        await using client = new NatsClient(connection);
        return await use({ client, replicas: pidsOf(fleet), front: [nats.pid] });
      } finally {
        await connection.close();
      }
    },
  },
};

function pidsOf(fleet: Fleet): readonly number[] {
  return Array.from({ length: fleet.size }, (_, place) => fleet.at(place).pid);
}
