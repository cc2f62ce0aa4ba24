import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ended, env, freePort, listening } from "./process.ts";

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

/** A balancer that listens. */
export interface RunningBalancer extends AsyncDisposable {
  readonly port: number;
  /** Id of the process. */
  readonly pid: number;
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
    pid: child.pid ?? 0,
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
