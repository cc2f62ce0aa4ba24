import { bin } from "./bin.ts";
import { codegen } from "./codegen.ts";
import { compiler } from "./compiler.ts";
import type { Equivalent } from "./equivalent.ts";
import { runnerAsync } from "./runner-async.ts";
import { runnerBinary } from "./runner-binary.ts";
import { runnerChannel } from "./runner-channel.ts";
import { runnerCli } from "./runner-cli.ts";
import { runnerConformance } from "./runner-conformance.ts";
import { runnerCore } from "./runner-core.ts";
import { runnerDuckdb } from "./runner-duckdb.ts";
import { runnerHttp } from "./runner-http.ts";
import { runnerInterpreter } from "./runner-interpreter.ts";
import { runnerNats } from "./runner-nats.ts";
import { runnerPosix } from "./runner-posix.ts";
import { runnerPostgres } from "./runner-postgres.ts";
import { runnerSql } from "./runner-sql.ts";
import { runnerSync } from "./runner-sync.ts";

/** All changes that alter nothing, with the reason of each. An entry that matches no change any more fails a test. */
export const equivalents: readonly Equivalent[] = [
  ...bin,
  ...codegen,
  ...compiler,
  ...runnerAsync,
  ...runnerBinary,
  ...runnerChannel,
  ...runnerCli,
  ...runnerConformance,
  ...runnerCore,
  ...runnerDuckdb,
  ...runnerHttp,
  ...runnerInterpreter,
  ...runnerNats,
  ...runnerPosix,
  ...runnerPostgres,
  ...runnerSql,
  ...runnerSync,
];

/** Returns the reason why a change alters nothing, if it is a known one. */
export function equivalenceOf(file: string, code: string, change: string): string | undefined {
  return equivalents.find(
    (each) => each.file === file && each.code === code && each.changes.includes(change),
  )?.reason;
}
