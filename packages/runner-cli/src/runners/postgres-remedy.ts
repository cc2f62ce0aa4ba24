/** Advice on errors of PostgreSQL, by its SQLSTATE or its words. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /^28P01|password must be a string/,
    "check user and password: `postgres://USER:PASSWORD@HOST/DATABASE`, or the password in PGPASSWORD",
  ],
  [
    /^28000/,
    "the server's pg_hba.conf says who may connect, and how; where it demands TLS, add `?sslmode=verify-full` to the URL",
  ],
  [/^3D000/, "check the name of the database in the URL"],
  [
    /^(?:42P01|42703)/,
    "programs bring no tables; `lutra-runner interface` shows those that there are",
  ],
  [/^25006/, "this server, or this user, only reads; programs that write need the primary server"],
  [/^(?:57P0|53300)/, "the server is ending, starting or full; try again later"],
  [
    /does not support SSL/,
    "the server has no TLS; without `sslmode` in the URL nothing is encrypted",
  ],
  [/certificate/, "name a file with the server's authority: `sslrootcert=FILE` in the URL"],
  [/^Invalid URL/, "write `postgres://USER@HOST:PORT/DATABASE`"],
  [/^(?:connect|getaddrinfo) /, "check host and port in the URL, and whether the server runs"],
];

/** Returns advice on an error; absent for those of other runners, and where the message says all there is. */
export function postgresRemedy(message: string): string | undefined {
  const [, said] = /^postgres: (.*)/s.exec(message) ?? [];
  return said === undefined ? undefined : remedies.find(([pattern]) => pattern.test(said))?.[1];
}
