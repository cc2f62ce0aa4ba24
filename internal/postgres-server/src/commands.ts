import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Folder of the programs of a PostgreSQL installation. */
export interface PostgresCommands {
  readonly basebackup: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** Debian keeps each version in a folder of its own, off the path. */
const debianFolder = "/usr/lib/postgresql";

/** Returns the programs of the newest server that is installed; `undefined` if there is none. */
export function postgresCommands(): PostgresCommands | undefined {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const folders = [
    ...versions
      .toSorted((a, b) => Number(b) - Number(a))
      .map((version) => join(debianFolder, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ];
  for (const folder of folders) {
    const commands = {
      basebackup: join(folder, "pg_basebackup"),
      initdb: join(folder, "initdb"),
      postgres: join(folder, "postgres"),
    };
    if (existsSync(commands.initdb) && existsSync(commands.postgres)) return commands;
  }
  return undefined;
}

/** Ids of a user without rights. */
export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Returns the user to run the server as: another one if this process is root, as the server refuses to run as root;
 * else `undefined`.
 */
export function serverUser(): UserIds | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = ["postgres", "nobody"]
    .map((name) => users.find((fields) => fields[0] === name))
    .find((fields) => fields !== undefined);
  if (user === undefined) throw new Error('no user "postgres" or "nobody" to run a server as');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}
