import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { PostgresServer } from "./cluster.ts";
import { serverUser } from "./commands.ts";
import { endServer, freePort, untilLogged } from "./process.ts";

/** A running pooler, which trusts everybody on this machine. */
export interface PgBouncer extends AsyncDisposable {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** True from 1.21 on, which follows the prepared statements of clients. */
  readonly followsPrepared: boolean;
}

/** Returns the path of the program, if it is installed: Debian keeps it among those for administrators. */
export function pgBouncerCommand(): string | undefined {
  const folders = ["/usr/sbin", ...(process.env["PATH"] ?? "").split(delimiter)];
  return folders.map((folder) => join(folder, "pgbouncer")).find((file) => existsSync(file));
}

/**
 * Starts PgBouncer in transaction mode in front of a server: every transaction may get another of `poolSize` connections.
 *
 * @throws Error if it is not installed, or does not start
 */
export async function startPgBouncer(
  server: PostgresServer,
  { poolSize }: { readonly poolSize: number },
): Promise<PgBouncer> {
  const command = pgBouncerCommand();
  if (command === undefined) {
    throw new Error("no PgBouncer is installed; install Debian's package pgbouncer");
  }
  const version = /PgBouncer (\d+)\.(\d+)/.exec(
    execFileSync(command, ["--version"], { encoding: "utf8" }),
  );
  const [major = 0, minor = 0] = version?.slice(1).map(Number) ?? [];
  const followsPrepared = major > 1 || minor >= 21;
  const folder = mkdtempSync(join(tmpdir(), "lutra-pgbouncer-"));
  const user = serverUser();
  const port = await freePort();
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: "transaction",
    default_pool_size: poolSize,
    max_client_conn: 100,
    // What drivers set when they connect, and the pooler does not pass on.
    ignore_startup_parameters: "extra_float_digits",
    ...(followsPrepared && { max_prepared_statements: 100 }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const target = `host=${server.host} port=${server.port} dbname=${server.database} user=${server.user}`;
  const file = join(folder, "pgbouncer.ini");
  writeFileSync(
    file,
    ["[databases]", `${server.database} = ${target}`, "[pgbouncer]", ...lines, ""].join("\n"),
  );
  if (user !== undefined) {
    chownSync(folder, user.uid, user.gid);
    chownSync(file, user.uid, user.gid);
  }
  const pooler = spawn(command, [file], {
    ...user,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const stop = async (): Promise<void> => {
    await endServer(pooler);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilLogged(pooler, /process up/);
  } catch (error) {
    await stop();
    throw error;
  }
  return { host: "127.0.0.1", port, followsPrepared, [Symbol.asyncDispose]: stop };
}
