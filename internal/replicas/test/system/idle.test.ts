import { program } from "@lutra-internal/testing/programs";
import { EchoRunner, until } from "@lutra-internal/testing";
import { connect, listen } from "@lutra/runner-binary/node";
import { reconnecting } from "@lutra/runner-core/reconnecting";
import { expect, test } from "vitest";
import { startBalancer, tcpBalancer } from "../../src/balancer.ts";
import { isInstalled } from "../../src/process.ts";

test.skipIf(!isInstalled(tcpBalancer.command))(
  "a balancer that ends idle connections costs a reconnecting client no call",
  async () => {
    await using listener = await listen(new EchoRunner());
    await using front = await startBalancer(tcpBalancer, [listener.port ?? 0], (text) =>
      text.replace(/timeout (client|server) 1h/g, "timeout $1 50ms"),
    );
    let connections = 0;
    let ended = 0;
    await using client = reconnecting(async () => {
      const connection = await connect({ port: front.port });
      connections++;
      void connection.closed.then(() => ended++);
      return connection;
    });
    const prepared = await client.prepare(program);
    for (let i = 1; i <= 4; i++) {
      await until(() => ended === connections);
      expect(await client.execute(prepared, new Uint8Array([i]))).toEqual(new Uint8Array([i]));
      expect(connections).toBe(i + 1);
    }
  },
);
