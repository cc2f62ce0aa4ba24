import { unit } from "@lutra/bin";
import { typedProgram } from "@lutra/runner-core";
import { begun, check, checkSame, eventually, runnerError, within } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { type Probe, probeProgram } from "./probe-runner.ts";
import { prepareProbe, probeCounts, type TransportSubject, withClient } from "./subject.ts";

/** Cases on the end of handles and connections. */
export const lifetimeCases: readonly ConformanceCase<TransportSubject>[] = [
  {
    group: "lifetime",
    name: "a release reaches the runner",
    needs: ["release"],
    run: (subject) =>
      withClient(subject, async (client) => {
        const prepared = await client.prepare(probeProgram({ do: "echo" }));
        await client.release(prepared);
        await client.release(prepared);
        const { released } = await probeCounts(client);
        checkSame(released, 1, "released programs");
        const call = client.execute(prepared, new Uint8Array());
        await runnerError(call, "execute after release", "PROGRAM_NOT_FOUND");
      }),
  },
  {
    group: "lifetime",
    name: "run leaves nothing prepared, also when the program fails",
    needs: ["release"],
    run: (subject) =>
      withClient(subject, async (client) => {
        const run = (probe: Probe): Promise<void> =>
          client.run(typedProgram(probeProgram(probe), unit, unit), undefined);
        await run({ do: "echo" });
        await runnerError(run({ do: "fail", display: "boom" }), "run", "EXECUTION_ERROR");
        await runnerError(run({ do: "refuse", display: "no" }), "run", "PREPARE_ERROR");
        await eventually(async () => {
          const { prepared, released } = await probeCounts(client);
          return prepared - released === 1;
        }, "release of every program");
      }),
  },
  {
    group: "lifetime",
    name: "a client's shutdown ends its pending and later calls with CONNECTION_CLOSED",
    run: (subject) =>
      withClient(subject, async (client) => {
        const hang = await prepareProbe(client, { do: "hang" });
        const pending = [hang(), hang(), hang()].map(endedByClose);
        await within(10_000, client.shutdown(), "shutdown");
        await Promise.all(pending);
        await client.shutdown();
        await runnerError(hang(), "later execute", "CONNECTION_CLOSED");
        await runnerError(client.getExternals(), "later getExternals", "CONNECTION_CLOSED");
      }),
  },
  {
    group: "lifetime",
    name: "a client that goes leaves the others alone, and no handles",
    needs: ["reconnect", "release"],
    run: (subject) =>
      withClient(subject, async (client, server) => {
        const other = await server.connect();
        const echo = await prepareProbe(client, { do: "echo" });
        for (let i = 0; i < 5; i++) await prepareProbe(other, { do: "echo" });
        const hang = await prepareProbe(other, { do: "hang" });
        const pending = begun(runnerError(hang(), "pending", "CONNECTION_CLOSED"));
        // A client need not send a call at once, and one that has not begun need not begin.
        await eventually(
          async () => (await probeCounts(client)).hung === 1,
          "the beginning of a call that hangs",
        );
        await other.shutdown();
        await pending;
        checkSame((await echo(new Uint8Array([7])))[0], 7, "output for the client that stayed");
        await eventually(async () => {
          const { prepared, released, aborted } = await probeCounts(client);
          // Its own two remain: echo, and that of the question.
          return prepared - released === 2 && aborted === 1;
        }, "abort and release of what the client left; close its session when the connection ends");
      }),
  },
  {
    group: "lifetime",
    name: "a broken connection ends pending and later calls with CONNECTION_CLOSED",
    needs: ["cut"],
    run: (subject) =>
      withClient(subject, async (client, server) => {
        const hang = await prepareProbe(client, { do: "hang" });
        const pending = [hang(), hang()].map(endedByClose);
        // The calls are on their way before the connection breaks.
        await new Promise((resolve) => setTimeout(resolve, 50));
        check(
          server.cut !== undefined,
          "the subject has no cut, and does not say that it lacks it",
        );
        server.cut();
        await Promise.all(pending);
      }),
  },
  {
    group: "lifetime",
    name: "two clients do not see each other's programs",
    needs: ["reconnect"],
    run: (subject) =>
      withClient(subject, async (client, server) => {
        const other = await server.connect();
        const echo = await prepareProbe(client, { do: "echo" });
        const fail = await prepareProbe(other, { do: "fail", display: "the other's" });
        checkSame((await echo(new Uint8Array([5])))[0], 5, "output of one client");
        await runnerError(fail(), "the other client's program", "EXECUTION_ERROR");
        await other.shutdown();
      }),
  },
];

/** Checks that a pending call ends with the connection. */
function endedByClose(call: Promise<unknown>): Promise<unknown> {
  const what =
    "the end of a pending call; call `close(error)` of the client when the connection ends";
  return begun(runnerError(within(5000, call, what), "pending", "CONNECTION_CLOSED"));
}
