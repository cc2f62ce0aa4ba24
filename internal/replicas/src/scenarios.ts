import { until } from "@lutra-internal/testing";
import { connect } from "@lutra/runner-binary/node";
import type { Run } from "@lutra/runner-core";
import { reconnecting } from "@lutra/runner-core/reconnecting";
import { HttpClient } from "@lutra/runner-http";
import { nodeExchange } from "@lutra/runner-http/node";
import { type Balancer, balancers, isInstalled, startBalancer, tcpBalancer } from "./balancer.ts";
import { killOneByOne, replaceOneByOne } from "./disturb.ts";
import { Fleet } from "./fleet.ts";
import type { ReplicaKind } from "./replica.ts";
import { startTraffic } from "./traffic.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** Replicas that are disturbed under load. */
export interface Scenario {
  readonly name: string;
  /** Its command is installed. */
  readonly isPossible: boolean;
  /** Calls may end with an error. */
  readonly mayLose: boolean;
  /** Disturbs the replicas several times, and counts. */
  readonly run: (rounds: number) => Promise<Report>;
}

/** Counts of a scenario. */
export interface Report {
  readonly calls: number;
  readonly verdict: Verdict;
}

/** Replicas of one kind, and what stands in front of them. */
interface Setting {
  readonly name: string;
  readonly kind: ReplicaKind;
  readonly replicas: number;
  readonly command: string;
  /** Calls that arrive while a replica ends may be lost: it cannot say that it ends. */
  readonly mayLose: boolean;
  /** Starts what is in front and calls back with clients; ends both afterwards. */
  readonly withClients: (
    fleet: Fleet,
    use: (clients: readonly Run[]) => Promise<void>,
  ) => Promise<void>;
}

const callers = 8;
/** Calls before the first disturbance: connections are open and programs prepared by then. */
const callsBefore = 100;

interface Disturbance {
  readonly name: string;
  readonly mayLose: boolean;
  readonly disturb: (fleet: Fleet) => Promise<void>;
}

const disturbances: readonly Disturbance[] = [
  { name: "replaced one after the other", mayLose: false, disturb: replaceOneByOne },
  { name: "killed", mayLose: true, disturb: (fleet) => killOneByOne(fleet, 2) },
];

const behindBalancer = (balancer: Balancer): Setting => ({
  name: `replicas over HTTP behind ${balancer.name}`,
  kind: "http",
  replicas: 4,
  command: balancer.command,
  mayLose: false,
  withClients: async (fleet, use) => {
    await using front = await startBalancer(balancer, fleet.ports);
    using exchange = nodeExchange();
    await using client = new HttpClient(`http://127.0.0.1:${front.port}`, { exchange });
    await use([client]);
  },
});

const overTcp: Setting = {
  name: `replicas over TCP behind ${tcpBalancer.name}`,
  kind: "binary",
  replicas: 4,
  command: tcpBalancer.command,
  mayLose: true,
  withClients: async (fleet, use) => {
    await using front = await startBalancer(tcpBalancer, fleet.ports);
    // Each has a connection, and a replica, of its own.
    const clients = Array.from({ length: callers }, () =>
      reconnecting(() => connect({ port: front.port })),
    );
    await use(clients);
    await Promise.all(clients.map((client) => client.shutdown()));
  },
};

const settings: readonly Setting[] = [...balancers.map(behindBalancer), overTcp];

/** Every setting with every disturbance. */
export const scenarios: readonly Scenario[] = settings.flatMap((setting) =>
  disturbances.map((disturbance) => scenarioOf(setting, disturbance)),
);

function scenarioOf(setting: Setting, { name, mayLose, disturb }: Disturbance): Scenario {
  return {
    name: `${setting.replicas} ${setting.name}, ${name}`,
    isPossible: isInstalled(setting.command),
    mayLose: mayLose || setting.mayLose,
    run: async (rounds) => {
      await using fleet = await Fleet.start(setting.kind, setting.replicas);
      let report: Report | undefined;
      await setting.withClients(fleet, async (clients) => {
        const traffic = startTraffic(clients, callers);
        await until(() => traffic.settled() > callsBefore);
        for (let round = 0; round < rounds; round++) await disturb(fleet);
        const outcomes = await traffic.stop();
        const verdict = verdictOf(outcomes, await fleet.executed());
        report = { calls: outcomes.length, verdict };
      });
      return report!;
    },
  };
}
