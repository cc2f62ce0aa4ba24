// Builds the compiler as WebAssembly: `npm run build:compiler`. The crate and its exact dependencies are in `rust/`.
//
// Standard libraries for wasm32 come from rustup where it has or gets them, else from Debian's packages, which are
// unpacked and not installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { thirdPartyNotices } from "./third-party.mjs";

const target = "wasm32-unknown-unknown";
const here = fileURLToPath(new URL("..", import.meta.url));
const crate = join(here, "rust");
const work = join(crate, "target");
const output = join(here, "wasm");
const wasm = join(output, "lutra-compiler.wasm");
const stamp = join(output, "stamp");
const debianPackages = ["rustc-web", "libstd-rust-web-dev", "rust-web-src"];
const advice = `The compiler was not built. It needs Rust 1.91 or newer:
- with rustup: rustup target add ${target}
- on Debian 12 or newer: apt-get update, with cargo from anywhere; the packages ${debianPackages.join(", ")} are unpacked here
Everything else works without it.`;

const wanted = sourcesHash();
if (!process.argv.includes("--force") && existsSync(wasm) && readIfPresent(stamp) === wanted) {
  console.log("The compiler is built already.");
} else {
  build();
}

function build() {
  if (!succeeds("cargo", ["--version"])) fail("There is no cargo.");
  const built = process.argv.includes("--debian") ? false : buildWithRustup();
  if (!built && !buildWithDebian()) fail(`There is no standard library for ${target}.`);
  mkdirSync(output, { recursive: true });
  copyFileSync(join(work, target, "release", "lutra_compiler_wasm.wasm"), wasm);
  writeFileSync(join(output, "THIRD-PARTY.md"), thirdPartyNotices(crate, target));
  writeFileSync(stamp, wanted);
  const { length } = readFileSync(wasm);
  console.log(`Built the compiler: ${(length / 1e6).toFixed(2)} MB.`);
}

/** @returns {boolean} false if rustup has no standard library for wasm32 */
function buildWithRustup() {
  if (!hasTarget()) {
    if (!succeeds("rustup", ["--version"])) return false;
    console.log(`Adding rustup's target ${target} ...`);
    spawnSync("rustup", ["target", "add", target], { stdio: "inherit", timeout: 120_000 });
    if (!hasTarget()) return false;
  }
  cargo([], flags([]), {});
  return true;
}

function hasTarget() {
  const folder = printed("rustc", ["--print", "target-libdir", "--target", target]);
  return folder !== undefined && existsSync(folder) && readdirSync(folder).length > 0;
}

/** @returns {boolean} false where Debian's packages cannot be had */
function buildWithDebian() {
  if (!succeeds("apt-get", ["--version"])) return false;
  const packages = join(work, "debian");
  const root = join(packages, "root");
  const rustc = join(packages, "rustc");
  mkdirSync(packages, { recursive: true });
  const libraries = join(
    root,
    "usr/lib",
    printed("dpkg-architecture", ["-qDEB_HOST_MULTIARCH"]) ?? "x86_64-linux-gnu",
  );
  writeFileSync(
    rustc,
    `#!/bin/sh\nLD_LIBRARY_PATH=${libraries} exec ${root}/usr/bin/rustc "$@"\n`,
    { mode: 0o755 },
  );
  if (!succeeds(rustc, ["--version"])) {
    console.log(`Downloading ${debianPackages.join(", ")} and the libraries that they load ...`);
    const names = [...debianPackages, ...missingLibraries(debianPackages)];
    if (!succeeds("apt-get", ["download", ...names], { cwd: packages })) return false;
    for (const file of readdirSync(packages).filter((name) => name.endsWith(".deb")))
      run("dpkg", ["-x", file, root], { cwd: packages });
  }
  const linker = printed("rustc", ["--print", "sysroot"]);
  const lld = linker && join(linker, "lib/rustlib", hostOf("rustc"), "bin/rust-lld");
  cargo(
    ["-Zbuild-std=std,panic_abort"],
    flags([`${root}/usr/src=/rust`], lld && existsSync(lld) ? lld : undefined),
    {
      RUSTC: rustc,
      RUSTC_BOOTSTRAP: "1",
    },
  );
  return true;
}

/** Returns the libraries that packages need and the machine does not have: of the compiler, and those that it loads. */
function missingLibraries(packages) {
  const found = new Set();
  for (let next = packages; next.length > 0;) {
    const text = printed("apt-cache", ["depends", ...next]) ?? "";
    const names = [...text.matchAll(/ Depends: (lib\S+)/g)].map(([, name]) => name);
    next = names.filter((name) => !found.has(name) && !succeeds("dpkg-query", ["-s", name]));
    for (const name of next) found.add(name);
  }
  return [...found];
}

function cargo(args, rustFlags, environment) {
  // CARGO_ENCODED_RUSTFLAGS allows spaces in paths.
  const env = {
    ...environment,
    CARGO_TARGET_DIR: work,
    CARGO_ENCODED_RUSTFLAGS: rustFlags.join("\x1f"),
  };
  run("cargo", ["build", "--locked", "--release", "--target", target, ...args], {
    cwd: crate,
    env: { ...process.env, ...env },
  });
}

/** Returns the compiler's flags: an 8 MB stack, for sources that nest deeply, and no paths of this machine in messages. */
function flags(prefixes, linker) {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const remapped = [
    `${cargoHome}/registry/src=/cargo`,
    `${crate}=/lutra-compiler-wasm`,
    ...prefixes,
  ];
  const sysroot = printed("rustc", ["--print", "sysroot"]);
  if (sysroot) remapped.push(`${sysroot}/lib/rustlib/src/rust=/rust`);
  return [
    ...(linker ? [`-Clinker=${linker}`] : []),
    "-Clink-arg=-zstack-size=8388608",
    ...remapped.map((prefix) => `--remap-path-prefix=${prefix}`),
  ];
}

function hostOf(rustc) {
  return /^host: (.*)$/m.exec(printed(rustc, ["-vV"]) ?? "")?.[1] ?? "";
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (status !== 0) fail(`${command} failed${error ? `: ${error.message}` : ""}.`);
}

function succeeds(command, args, options = {}) {
  return spawnSync(command, args, { stdio: "ignore", ...options }).status === 0;
}

function printed(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

function fail(problem) {
  console.error(`${problem}\n${advice}`);
  process.exit(1);
}

function sourcesHash() {
  const hash = createHash("sha256");
  const files = [
    "Cargo.toml",
    "Cargo.lock",
    ...readdirSync(join(crate, "src"))
      .toSorted()
      .map((name) => `src/${name}`),
  ];
  for (const file of files) hash.update(readFileSync(join(crate, file)));
  return hash.update(readFileSync(fileURLToPath(import.meta.url))).digest("hex");
}

function readIfPresent(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
