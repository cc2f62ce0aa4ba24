import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@lutra-internal/testing";

/** A balancer with one of the configurations of examples/replicas. */
export interface Balancer {
  readonly name: string;
  readonly command: "haproxy" | "nginx";
  readonly configuration: string;
}

/** The balancers that pass on HTTP. */
export const balancers: readonly Balancer[] = [
  { name: "HAProxy", command: "haproxy", configuration: "haproxy.cfg" },
  { name: "nginx", command: "nginx", configuration: "nginx.conf" },
];

/** HAProxy, which passes connections on without a look at what they carry. */
export const tcpBalancer: Balancer = {
  name: "HAProxy",
  command: "haproxy",
  configuration: "haproxy-tcp.cfg",
};

const examples = new URL("../../../examples/replicas/", import.meta.url);

// Debian keeps servers off the path.
const env = { PATH: `${process.env["PATH"]}:/usr/sbin` };

/** Says if a command can be started. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ["-v"], { env }).status === 0;
}

/** A balancer that listens. */
export interface RunningBalancer extends AsyncDisposable {
  readonly port: number;
}

/**
 * Starts a balancer in front of replicas, with its configuration from the examples but for ports.
 *
 * @param edit changes the configuration further
 */
export async function startBalancer(
  { command, configuration }: Balancer,
  ports: readonly number[],
  edit: (text: string) => string = (text) => text,
): Promise<RunningBalancer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "lutra-balancer-"));
  const file = join(folder, configuration);
  const source = await readFile(new URL(configuration, examples), "utf8");
  await writeFile(file, edit(withPorts(source, port, ports)));
  const args =
    command === "haproxy"
      ? ["-f", file]
      : ["-p", folder, "-c", file, "-g", "daemon off; pid nginx.pid; error_log stderr crit;"];
  const child = spawn(command, args, { env, stdio: ["ignore", "inherit", "ignore"] });
  await listening(child, port);
  return {
    port,
    async [Symbol.asyncDispose]() {
      await ended(child);
      await rm(folder, { recursive: true });
    },
  };
}

/** Puts ports into a configuration, and a line for each replica in place of the three of the examples. */
function withPorts(text: string, port: number, replicas: readonly number[]): string {
  const lines = text.replace(/127\.0\.0\.1:(?:8080|7373)\b/, `127.0.0.1:${port}`).split("\n");
  const isReplica = (line: string): boolean => /^\s*server .*127\.0\.0\.1:1910\d/.test(line);
  const first = lines.findIndex(isReplica);
  const model = lines[first] ?? "";
  const own = replicas.map((replica, i) =>
    model.replace(/server r0/, `server r${i}`).replace(/1910\d/, String(replica)),
  );
  return lines.flatMap((line, i) => (i === first ? own : isReplica(line) ? [] : [line])).join("\n");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, "close");
  return port;
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the balancer ended with ${child.exitCode}`);
    return await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}
