import { until } from "@lutra-internal/testing";
import { connect } from "@lutra/runner-binary/node";
import type { Run } from "@lutra/runner-core";
import { reconnecting } from "@lutra/runner-core/reconnecting";
import { HttpClient } from "@lutra/runner-http";
import { nodeExchange } from "@lutra/runner-http/node";
import { NatsClient } from "@lutra/runner-nats";
import { connect as connectNats } from "@nats-io/transport-node";
import { type Balancer, balancers, startBalancer, tcpBalancer } from "./balancer.ts";
import { killOneByOne, replaceOneByOne } from "./disturb.ts";
import { Fleet } from "./fleet.ts";
import { natsCommand, startNats } from "./nats.ts";
import { isInstalled } from "./process.ts";
import { startTraffic } from "./traffic.ts";
import { describeLost, type Verdict, verdictOf } from "./verdict.ts";

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
  /** Lost calls, by {@link describeLost}. */
  readonly lost: readonly string[];
}

/** Replicas, and what stands in front of them. */
interface Setting {
  readonly name: string;
  readonly command: string;
  /** Starts replicas and what is in front, and calls back with clients; ends all of them afterwards. */
  readonly withClients: (
    use: (fleet: Fleet, clients: readonly Run[]) => Promise<void>,
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
  name: `4 replicas over HTTP behind ${balancer.name}`,
  command: balancer.command,
  withClients: async (use) => {
    await using fleet = await Fleet.start("http", 4);
    await using front = await startBalancer(balancer, fleet.ports);
    using exchange = nodeExchange();
    await using client = new HttpClient(`http://127.0.0.1:${front.port}`, { exchange });
    await use(fleet, [client]);
  },
});

const overTcp: Setting = {
  name: `4 replicas over TCP behind ${tcpBalancer.name}`,
  command: tcpBalancer.command,
  withClients: async (use) => {
    await using fleet = await Fleet.start("binary", 4);
    await using front = await startBalancer(tcpBalancer, fleet.ports);
    // Each has a connection, and a replica, of its own.
    const clients = Array.from({ length: callers }, () =>
      reconnecting(() => connect({ port: front.port })),
    );
    await use(fleet, clients);
    await Promise.all(clients.map((client) => client.shutdown()));
  },
};

/** Time after which a killed replica is noticed, in milliseconds. */
const natsTimeoutMs = 10_000;

const overNats: Setting = {
  name: "a group of 3 replicas over NATS",
  command: natsCommand,
  withClients: async (use) => {
    await using nats = await startNats();
    await using fleet = await Fleet.start("nats", 3, { port: nats.port });
    const connection = await connectNats({ port: nats.port });
    await using client = new NatsClient(connection, { timeoutMs: natsTimeoutMs });
    await use(fleet, [client]);
    await connection.close();
  },
};

const settings: readonly Setting[] = [...balancers.map(behindBalancer), overTcp, overNats];

/** Every setting with every disturbance. */
export const scenarios: readonly Scenario[] = settings.flatMap((setting) =>
  disturbances.map((disturbance) => scenarioOf(setting, disturbance)),
);

function scenarioOf(setting: Setting, { name, mayLose, disturb }: Disturbance): Scenario {
  return {
    name: `${setting.name}, ${name}`,
    isPossible: isInstalled(setting.command),
    mayLose,
    run: async (rounds) => {
      let report: Report | undefined;
      await setting.withClients(async (fleet, clients) => {
        const traffic = startTraffic(clients, callers);
        await until(() => traffic.settled() > callsBefore);
        for (let round = 0; round < rounds; round++) await disturb(fleet);
        const outcomes = await traffic.stop();
        const executed = await fleet.executed();
        const verdict = verdictOf(outcomes, executed);
        report = { calls: outcomes.length, verdict, lost: describeLost(outcomes, executed) };
      });
      return report!;
    },
  };
}
