import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PostgresCommands, postgresCommands, serverUser } from "./commands.ts";
import { endServer, freePort, untilLogged } from "./process.ts";

/** A running server, which trusts everybody on this machine. Its superuser and its database are called `postgres`. */
export interface PostgresServer extends AsyncDisposable {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Folder of its Unix socket, which can stand for the host. */
  readonly socketFolder: string;
  readonly user: "postgres";
  readonly database: "postgres";
  /**
   * Ends the server, and keeps its files and its port for `resume`.
   *
   * @param how `fast`: sessions are told, with 57P01; `immediate`: as in a crash, the next start recovers
   */
  halt(how: "fast" | "immediate"): Promise<void>;
  /** Starts a server that `halt` ended. */
  resume(): Promise<void>;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

/** Runs a program of the installation as the server's user; the first argument is its file. */
export type RunCommand = (command: string, args: readonly string[]) => void;

/**
 * Starts a server in a temporary folder.
 *
 * @param settings of the server, before its own defaults
 * @param fill makes the data folder, which does not exist yet
 * @throws Error if no server is installed, or it does not start
 */
export async function startCluster(
  settings: Readonly<Record<string, string>>,
  fill: (commands: PostgresCommands, data: string, run: RunCommand) => void,
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
  fill(commands, data, (command, args) => {
    execFileSync(command, args, { ...asUser, stdio: ["ignore", "ignore", "inherit"] });
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
  let server: ChildProcess;
  const resume = (): Promise<void> => {
    server = spawn(commands.postgres, ["-D", data, ...flags], {
      ...asUser,
      stdio: ["ignore", "ignore", "pipe"],
    });
    return untilLogged(server, /ready to accept (?:read-only )?connections/);
  };
  const stop = async (): Promise<void> => {
    await endServer(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await resume();
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
    halt: (how) => endServer(server, how === "fast" ? "SIGINT" : "SIGQUIT"),
    resume,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
