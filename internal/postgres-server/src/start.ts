import { type PostgresServer, startCluster } from "./cluster.ts";

/**
 * Starts a server with a new, empty cluster in a temporary folder.
 *
 * @throws Error if no server is installed, or it does not start
 */
export function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  return startCluster(settings, ({ initdb }, data, run) => {
    const options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync"];
    run(initdb, [`--pgdata=${data}`, "--locale=C.UTF-8", ...options]);
  });
}

/**
 * Starts a standby that follows a server: it has its data, and only reads, until `pg_promote()` makes it a primary.
 *
 * @throws Error if no server is installed, or it does not start
 */
export function startStandby(primary: PostgresServer): Promise<PostgresServer> {
  return startCluster({}, ({ basebackup }, data, run) => {
    const { host, port, user } = primary;
    const source = [`--host=${host}`, `--port=${port}`, `--username=${user}`];
    const options = ["--wal-method=stream", "--checkpoint=fast", "--write-recovery-conf"];
    run(basebackup, [...source, `--pgdata=${data}`, ...options, "--no-sync"]);
  });
}
