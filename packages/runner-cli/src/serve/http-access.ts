import { createHash, timingSafeEqual } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Program, representationOf, type Run } from "@lutra/runner-core";
import type { AccessOptions, RequestHead } from "@lutra/runner-http";
import { CommandError } from "../errors/command-error.ts";
import { pathReason } from "../errors/system-error.ts";
import { UsageError } from "../errors/usage-error.ts";
import type { Io } from "../io.ts";
import { readProgram } from "../program/program-file.ts";
import { findKind } from "../sources/program-kinds.ts";
import { tokenOf } from "../token.ts";

/** Clients that may run programs over HTTP, as the user named them. */
export interface HttpAccess {
  readonly anyone: boolean;
  readonly token: boolean;
  /** A folder of the programs that may run. */
  readonly programs: string | undefined;
}

/**
 * Makes the handler's access options of what the user chose.
 *
 * @throws UsageError unless somebody may run programs
 * @throws CommandError for a folder without programs
 */
export async function httpAccess(
  access: HttpAccess,
  io: Pick<Io, "env">,
): Promise<AccessOptions & { readonly programs?: readonly Program[] }> {
  const { anyone, token, programs } = access;
  if (!anyone && !token && programs === undefined) {
    throw new UsageError(
      "--http needs to know who may run programs",
      "pass --token, --programs DIR or --allow-anyone; a program is code",
    );
  }
  if (anyone && token) throw new UsageError("--allow-anyone and --token contradict each other");
  return {
    ...(anyone && { allowAnyone: true as const }),
    ...(token && { authorize: bearerCheck(tokenOf(io)) }),
    ...(programs !== undefined && { programs: await listedPrograms(programs) }),
  };
}

/**
 * Checks that a runner executes one of the listed programs at least: a folder may hold those of other runners too. A
 * runner that does not say which kind it executes may have any.
 *
 * @param name the runner as the user named it, for the error
 * @throws CommandError if all are of other kinds
 */
export async function checkKinds(
  programs: readonly Program[],
  runner: Run,
  name: string,
): Promise<void> {
  const kind = findKind(await runner.getExternals());
  if (kind === undefined || programs.some((program) => program.kind === kind)) return;
  const kinds = new Set(programs.map((program) => representationOf(program.kind)));
  const expected = representationOf(kind);
  throw new CommandError(
    `${name} executes ${expected} programs, and --programs has only ${[...kinds].join(" and ")}`,
    { help: `compile for it, too: \`lutra-runner compile --kind ${expected}\`` },
  );
}

/** Compares in constant time: how long a refusal takes says nothing about the token. */
function bearerCheck(token: string): (request: RequestHead) => boolean {
  const expected = sha256(`Bearer ${token}`);
  return ({ headers }) => timingSafeEqual(sha256(headers.get("authorization") ?? ""), expected);
}

/** Reads programs, so that clients need not upload them. */
async function listedPrograms(folder: string): Promise<readonly Program[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch (cause) {
    throw new CommandError(`cannot read the folder ${folder}: ${await pathReason(folder, cause)}`, {
      cause,
    });
  }
  const files = names.filter((name) => name.endsWith(".rr.ld"));
  if (files.length === 0) {
    throw new CommandError(`no programs in ${folder}`, {
      help: "programs are files that end in .rr.ld",
    });
  }
  return await Promise.all(
    files.map(async (name) => {
      const program = await readProgram(join(folder, name));
      return { ...program, hash: sha256(program.bytes).toString("hex") };
    }),
  );
}

function sha256(content: string | Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}
