import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresCommands, serverUser } from "./commands.ts";
import { endServer, freePort, untilLogged } from "./process.ts";

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
    await endServer(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilLogged(server, "ready to accept connections");
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
