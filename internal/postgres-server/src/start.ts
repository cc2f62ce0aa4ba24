import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresCommands, serverUser } from "./commands.ts";

/** A running server, which trusts everybody on this machine. Its superuser and its database are called `postgres`. */
export interface PostgresServer extends AsyncDisposable {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Folder of its Unix socket, which can stand for the host. */
  readonly socketFolder: string;
  readonly user: "postgres";
  readonly database: "postgres";
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts a server with a new, empty cluster in a temporary folder.
 *
 * @throws Error if no server is installed, or it does not start
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const commands = postgresCommands();
  if (commands === undefined) {
    throw new Error("no PostgreSQL server is installed; install Debian's package postgresql");
  }
  const folder = mkdtempSync(join(tmpdir(), "lutra-postgres-"));
  const user = serverUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const asUser = { ...user, cwd: folder, env: { ...process.env, TZ: "UTC" } };
  const initOptions = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync"];
  execFileSync(commands.initdb, [`--pgdata=${data}`, "--locale=C.UTF-8", ...initOptions], {
    ...asUser,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const port = await freePort();
  const all = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: folder,
    fsync: "off",
    timezone: "UTC",
    ...settings,
  };
  const flags = Object.entries(all).map(([name, value]) => `--${name}=${value}`);
  const server = spawn(commands.postgres, ["-D", data, ...flags], {
    ...asUser,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const stop = async (): Promise<void> => {
    await end(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    host: "127.0.0.1",
    port,
    socketFolder: folder,
    user: "postgres",
    database: "postgres",
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`the server ended with ${code}:\n${log}`)));
    // Goes on reading: a full pipe would stop the server.
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-4096);
      if (log.includes("ready to accept connections")) resolve();
    });
  });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  // Ends sessions instead of waiting for them.
  server.kill("SIGINT");
  const timer = setTimeout(() => server.kill("SIGQUIT"), 10_000);
  await ended;
  clearTimeout(timer);
}
