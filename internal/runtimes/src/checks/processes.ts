import { Worker } from "node:worker_threads";
import { BinaryClient } from "@lutra/runner-binary";
import { connect, listen } from "@lutra/runner-binary/node";
import { compilerCrashed } from "@lutra/compiler";
import { createNodeCompiler, isCompilerBuilt } from "@lutra/compiler/node";
import { connectPort } from "@lutra/runner-channel";
import {
  ProbeRunner,
  runnerCases,
  transportCases,
  type TransportSubject,
} from "@lutra/runner-conformance";
import { AsyncRunner } from "@lutra/runner-async";
import { isRunnerError } from "@lutra/runner-core";
import { HttpClient } from "@lutra/runner-http";
import { listen as listenHttp } from "@lutra/runner-http/node";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { PosixClient } from "@lutra/runner-posix";
import { SyncRunner } from "@lutra/runner-sync";
import type { Check } from "./check.ts";
import { conforms } from "./everywhere.ts";

/**
 * Creates the checks that must pass where there are sockets, processes and threads.
 *
 * @param serve how to start the bundle of `entries/serve.ts` as a process, and its file
 */
export function withProcesses(serve: {
  readonly file: URL;
  readonly command: string;
  readonly args: readonly string[];
}): readonly Check[] {
  return [
    { name: "TCP", run: () => conforms(transportCases, tcp, ["cancel"]) },
    { name: "HTTP", run: () => conforms(transportCases, http, ["release"]) },
    { name: "worker", run: () => conforms(transportCases, worker(serve.file), ["reconnect"]) },
    {
      name: "posix",
      run: () => conforms(transportCases, posix(serve), ["cancel", "reconnect"]),
    },
    { name: "sync (T22)", run: () => sync(serve.file) },
    { name: "compiler", run: compile },
  ];
}

const tcp: TransportSubject = {
  async serve() {
    const connections = new Set<{ destroy(): void }>();
    const listener = await listen(new ProbeRunner(), {
      onConnection: (connection) => connections.add(connection),
    });
    const cut = (): void => {
      for (const each of connections) each.destroy();
    };
    return {
      connect: (): Promise<BinaryClient> => connect({ port: listener.port }),
      cut,
      async close() {
        cut();
        await listener.close();
      },
    };
  },
};

const http: TransportSubject = {
  async serve() {
    const listener = await listenHttp(new ProbeRunner(), { allowAnyone: true });
    return {
      connect: async () => new HttpClient(`http://${listener.address}`),
      cut: () => void listener.close(0),
      close: () => listener.close(0),
    };
  },
};

function worker(file: URL): TransportSubject {
  return {
    async serve() {
      const thread = new Worker(file, { workerData: "probe" });
      return {
        connect: async () => connectPort(thread),
        cut: () => void thread.terminate(),
        close: async () => void (await thread.terminate()),
      };
    },
  };
}

function posix(serve: {
  readonly command: string;
  readonly args: readonly string[];
}): TransportSubject {
  return {
    async serve() {
      const clients = new Set<PosixClient>();
      return {
        async connect() {
          const client = new PosixClient({ ...serve, stopGraceMs: 500 });
          clients.add(client);
          return client;
        },
        cut() {
          for (const { pid } of clients) if (pid !== undefined) process.kill(pid, "SIGKILL");
        },
        close: async () => void (await Promise.all([...clients].map((each) => each.shutdown()))),
      };
    },
  };
}

async function sync(file: URL): Promise<string> {
  const connectSync = async (): Promise<AsyncRunner<unknown>> =>
    new AsyncRunner(
      new SyncRunner(new Worker(file, { workerData: "sync" }), { timeoutMs: 20_000 }),
    );
  return await conforms(
    runnerCases("bytecodeLt").filter(({ group }) => group === "execution" || group === "errors"),
    { kind: "bytecodeLt", connect: connectSync },
  );
}

/** Compiles in a thread and executes the program; then one that crashes the compiler, and the first again. */
async function compile(): Promise<string> {
  if (!isCompilerBuilt()) return "left out: npm run build:compiler";
  await using compiler = createNodeCompiler();
  const runner = new InterpreterRunner();
  const triple = async (): Promise<void> => {
    const project = await compiler.check("func triple(x: Int64) -> 3 * x");
    const { program } = await project.compile("triple", "bytecodeLt");
    const output = runner.executeSync(runner.prepareSync(program), new Uint8Array([14, ...zeros]));
    if (output[0] !== 42) throw new Error(`expected 42, got ${output[0]}`);
  };
  await triple();
  const crash = await compiler
    .check("func main(x: Int32) -> main(x)")
    .catch((error: unknown) => error);
  if (!isRunnerError(crash) || crash.code !== compilerCrashed) throw new Error(String(crash));
  await triple();
  return "2 programs, 1 crash";
}

const zeros = new Uint8Array(7);
