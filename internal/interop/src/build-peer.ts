import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const crate = fileURLToPath(new URL("../rust/", import.meta.url));

let built: Promise<string | undefined> | undefined;

/**
 * Builds the Rust peer, once per process; cargo does nothing where nothing changed.
 *
 * The first build of a checkout downloads the published crates and takes minutes.
 *
 * @returns the path of its executable; undefined where cargo is not installed
 * @throws Error with cargo's output if the build fails
 */
export function buildPeer(): Promise<string | undefined> {
  built ??= build();
  return built;
}

async function build(): Promise<string | undefined> {
  const cargo = spawn("cargo", ["build", "--release", "--locked", "--message-format=short"], {
    cwd: crate,
    // The path below must be where cargo writes, whatever the user's own settings are.
    env: { ...process.env, CARGO_TARGET_DIR: `${crate}target` },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  cargo.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const code = await new Promise<number | null | undefined>((resolve, reject) => {
    cargo.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? resolve(undefined) : reject(error),
    );
    cargo.on("close", resolve);
  });
  if (code === undefined) return undefined;
  if (code !== 0)
    throw new Error(`the Rust peer does not build (cargo exited with ${code}):\n${log}`);
  return `${crate}target/release/lutra-interop-peer`;
}
