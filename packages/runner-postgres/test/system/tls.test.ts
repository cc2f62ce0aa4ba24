import { readFileSync } from "node:fs";
import {
  type Authority,
  type Certificate,
  createAuthority,
  type PostgresServer,
  startPostgres,
} from "@lutra-internal/postgres-server";
import { Client, type ClientConfig, Pool } from "pg";
import postgres, { type Options } from "postgres";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type PostgresAdapter, PostgresRunner } from "../../src/index.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { sqlProgram, sqlTypes, std, unit } from "../support/types.ts";

let authority: Authority;
let stranger: Authority;
let client: Certificate;
let server: PostgresServer;
let plain: PostgresServer;
let watcher: Client;

// No name that a driver could take for the server's by default.
const names = "IP:127.0.0.1,DNS:database.example";

beforeAll(async () => {
  authority = createAuthority();
  stranger = createAuthority();
  client = authority.sign("postgres", "email:nobody@database.example");
  const { certFile, keyFile } = authority.sign("database.example", names);
  server = await startPostgres({
    ssl: "on",
    ssl_cert_file: certFile,
    ssl_key_file: keyFile,
    ssl_ca_file: authority.caFile,
  });
  plain = await startPostgres();
  watcher = new Client(server);
  watcher.on("error", () => {});
  await watcher.connect();
});

afterAll(async () => {
  await watcher.end();
  await Promise.all([server.stop(), plain.stop()]);
  authority[Symbol.dispose]();
  stranger[Symbol.dispose]();
});

// Beyond the time of a test: a request that gets lost must not look like one that takes a while.
const patient = { cancelTimeoutMs: 600_000 };

function urlOf({ host, port, user, database }: PostgresServer, query: string): string {
  return `postgres://${user}@${host}:${port}/${database}?${query}`;
}

function pgPool(config: ClientConfig): PostgresAdapter {
  const pool = new Pool({ ...config, max: 1 });
  pool.on("error", () => {});
  onTestFinished(() => pool.end());
  return createPgAdapter(pool, patient);
}

async function pgClient(config: ClientConfig): Promise<PostgresAdapter> {
  const single = new Client(config);
  single.on("error", () => {});
  onTestFinished(() => single.end());
  await single.connect();
  return createPgAdapter(single, patient);
}

function postgresPool(
  target: PostgresServer,
  ssl: NonNullable<Options<Record<string, never>>["ssl"]>,
): PostgresAdapter {
  const { host, port, user, database } = target;
  const sql = postgres({ host, port, user, database, max: 1, ssl });
  onTestFinished(() => sql.end({ timeout: 0 }));
  return createPostgresJsAdapter(sql, patient);
}

const verified = (caFile: string): string => `sslmode=verify-full&sslrootcert=${caFile}`;

const encrypted: readonly (readonly [string, () => PostgresAdapter | Promise<PostgresAdapter>])[] =
  [
    [
      "a pool of pg, by a URL as the command line takes it",
      () => pgPool({ connectionString: urlOf(server, verified(authority.caFile)) }),
    ],
    ["a client of pg", () => pgClient({ ...server, ssl: { ca: authority.ca } })],
    [
      "a client of pg with a certificate of its own",
      () =>
        pgClient({
          ...server,
          ssl: {
            ca: authority.ca,
            cert: readFileSync(client.certFile, "utf8"),
            key: readFileSync(client.keyFile, "utf8"),
          },
        }),
    ],
    ["postgres", () => postgresPool(server, { ca: authority.ca, servername: "database.example" })],
  ];

const input = new Uint8Array();
const one = sqlProgram("select 1", sqlTypes(unit, std("Int32")));

describe.each(encrypted)("over TLS, on %s", (name, connect) => {
  test("the connection is encrypted, and the server is who it says", async () => {
    const adapter = await connect();
    const state = "select ssl, client_dn from pg_stat_ssl where pid = pg_backend_pid()";
    const dn = name.includes("certificate") ? "/CN=postgres" : null;
    expect(await adapter.query(state, [])).toEqual([["t", dn]]);
  });

  test("an aborted statement ends on the server, and the connection is right for the next one", async () => {
    const runner = new PostgresRunner(await connect());
    const sleeping =
      "select pid from pg_stat_activity where state = 'active' and query like '%pg_sleep(300)%' and pid <> pg_backend_pid()";
    const slow = await runner.prepare(
      sqlProgram("select 1 from pg_sleep(300)", sqlTypes(unit, std("Int32"))),
    );
    for (let round = 0; round < 3; round++) {
      const controller = new AbortController();
      const call = runner.execute(slow, input, { signal: controller.signal });
      call.catch(() => {});
      await expect
        .poll(async () => (await watcher.query(sleeping)).rows, { timeout: 30_000 })
        .toHaveLength(1);
      controller.abort(new Error("enough"));
      await expect(call).rejects.toThrow("enough");
      expect((await runner.execute(await runner.prepare(one), input))[0]).toBe(1);
    }
  });
});

/** Returns the error of a call where no connection can be made. */
async function refusal(adapter: PostgresAdapter): Promise<unknown> {
  const runner = new PostgresRunner(adapter);
  return runner.execute(await runner.prepare(one), input).catch((error: unknown) => error);
}

describe("a server that cannot be trusted is refused, with what to do", () => {
  test.each([
    [
      "pg, another authority",
      () => pgPool({ connectionString: urlOf(server, verified(stranger.caFile)) }),
      /certificate.*; give the driver .*`ssl: { ca }`/,
    ],
    [
      "pg, none",
      () => pgPool({ connectionString: urlOf(server, "sslmode=require") }),
      /certificate.*; give the driver .*`ssl: { ca }`/,
    ],
    [
      "pg, another name",
      () => pgPool({ ...server, host: "localhost", ssl: { ca: authority.ca } }),
      /certificate.*; give the driver .*`ssl: { ca }`/,
    ],
    [
      "postgres, another authority",
      () => postgresPool(server, { ca: stranger.ca }),
      /certificate.*; give the driver .*`ssl: { ca }`/,
    ],
    [
      "postgres, none",
      () => postgresPool(server, "verify-full"),
      /certificate.*; give the driver .*`ssl: { ca }`/,
    ],
    [
      "postgres, another name",
      () => postgresPool(server, { ca: authority.ca }),
      /certificate.*; give the driver .*`ssl: { ca }`/,
    ],
    [
      "pg, no TLS",
      () => pgPool({ connectionString: urlOf(plain, "sslmode=require") }),
      /does not support SSL.*; does the server have TLS/,
    ],
    [
      "postgres, no TLS",
      () => postgresPool(plain, "require"),
      /before secure TLS connection.*; does the server have TLS/,
    ],
  ])("%s", async (_, connect, message) => {
    expect(await refusal(connect())).toMatchObject({
      code: "CONNECTION_CLOSED",
      message: expect.stringMatching(message) as string,
    });
  });
});
