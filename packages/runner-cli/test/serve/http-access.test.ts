import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { showcase } from "@lutra-internal/fixtures";
import type { ProgramKind, Run } from "@lutra/runner-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkKinds, httpAccess } from "../../src/serve/http-access.ts";

const nobody = { anyone: false, token: false, programs: undefined };
const io = { env: { LUTRA_RUNNER_TOKEN: "correct horse" } };

test("somebody must be named", async () => {
  await expect(httpAccess(nobody, io)).rejects.toThrow("--http needs to know who may run programs");
});

test("anyone may run programs", async () => {
  expect(await httpAccess({ ...nobody, anyone: true }, io)).toEqual({ allowAnyone: true });
});

test("anyone, and who has the token, are not the same", async () => {
  await expect(httpAccess({ ...nobody, anyone: true, token: true }, io)).rejects.toThrow(
    "--allow-anyone and --token contradict each other",
  );
});

test("only the token opens", async () => {
  const { authorize, ...others } = await httpAccess({ ...nobody, token: true }, io);
  expect(others).toEqual({});
  const opens = (header?: string): unknown =>
    authorize?.({
      method: "GET",
      url: new URL("http://localhost/externals"),
      headers: new Headers(header === undefined ? {} : { authorization: header }),
    } as never);
  expect(opens("Bearer correct horse")).toBe(true);
  for (const header of [undefined, "", "Bearer", "Bearer correct", "correct horse"])
    expect(opens(header)).toBe(false);
});

describe("programs in a folder", () => {
  let folder: string;
  const bytes = showcase("movie-search").bytecodeLt!;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lutra-access-"));
    await mkdir(join(folder, "deep/er"), { recursive: true });
    await writeFile(join(folder, "deep/er/movies.rr.ld"), bytes);
    await writeFile(join(folder, "notes.txt"), "no program");
    await mkdir(join(folder, "deep/empty"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each([false, true])("are listed with their hashes, for anyone: %s", async (anyone) => {
    expect(await httpAccess({ anyone, token: false, programs: folder }, io)).toEqual({
      ...(anyone && { allowAnyone: true }),
      programs: [
        { kind: "bytecodeLt", bytes, hash: createHash("sha256").update(bytes).digest("hex") },
      ],
    });
  });

  test("must be there", async () => {
    const empty = join(folder, "deep/empty");
    await expect(httpAccess({ ...nobody, programs: empty }, io)).rejects.toThrow(
      `no programs in ${empty}`,
    );
    await expect(httpAccess({ ...nobody, programs: join(folder, "gone") }, io)).rejects.toThrow(
      /^cannot read the folder .*gone: no such file$/,
    );
  });

  test.each<[externals: readonly string[], kinds: readonly ProgramKind[], message?: string]>([
    [["repr:bytecode-lt"], ["bytecodeLt"]],
    [["repr:bytecode-lt"], ["sqlPostgres", "bytecodeLt"]],
    [["std::math::abs"], ["sqlPostgres"]],
    [
      ["repr:bytecode-lt"],
      ["sqlPostgres", "sqlDuckDb", "sqlPostgres"],
      "box executes bytecode-lt programs, and --programs has only sql-pg and sql-duckdb",
    ],
  ])("of a runner that says %j are %j", async (externals, kinds, message) => {
    const runner = { getExternals: async () => externals } as Partial<Run> as Run;
    const programs = kinds.map((kind) => ({ kind, bytes }));
    const error = await checkKinds(programs, runner, "box").catch((reason: Error) => reason);
    expect(error?.message).toBe(message);
  });
});
