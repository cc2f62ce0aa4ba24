import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const crate = fileURLToPath(new URL("../rust/", import.meta.url));

/** The oldest compiler that takes the published crates. */
const oldestRust = { major: 1, minor: 91 };

/** Either the path of the peer's executable, or why there is none on this machine. */
export type BuiltPeer =
  | { readonly path: string; readonly missing?: never }
  | { readonly path?: never; readonly missing: string };

let built: Promise<BuiltPeer> | undefined;

/**
 * Builds the Rust peer, once per process; cargo does nothing where nothing changed.
 *
 * The first build of a checkout downloads the published crates and takes minutes.
 *
 * @throws Error with cargo's output if the build fails
 */
export function buildPeer(): Promise<BuiltPeer> {
  built ??= build();
  return built;
}

async function build(): Promise<BuiltPeer> {
  const version = await cargo(["--version"]);
  if (version === undefined) return { missing: "cargo is not installed" };
  // rustup puts a cargo on the path before it has a compiler to go with it.
  if (version.code !== 0) return { missing: `cargo does not work: ${version.output.trim()}` };
  const [, major, minor] = /^cargo (\d+)\.(\d+)/.exec(version.output) ?? [];
  const isOld = Number(major) === oldestRust.major && Number(minor) < oldestRust.minor;
  if (isOld) {
    const needed = `${oldestRust.major}.${oldestRust.minor}`;
    return { missing: `the peer needs Rust ${needed} or newer, this is ${version.output.trim()}` };
  }
  const build = await cargo(["build", "--release", "--locked", "--message-format=short"]);
  if (build?.code !== 0) throw new Error(`the Rust peer does not build:\n${build?.output}`);
  return { path: `${crate}target/release/lutra-interop-peer` };
}

/** Runs cargo; undefined where there is none. */
async function cargo(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string } | undefined> {
  const child = spawn("cargo", args, {
    cwd: crate,
    // The executable must be where we look for it, whatever the user's own settings are.
    env: { ...process.env, CARGO_TARGET_DIR: `${crate}target` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? resolve(undefined) : reject(error),
    );
    child.on("close", (code) => resolve({ code, output }));
  });
}
