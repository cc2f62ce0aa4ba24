import { Console } from "node:console";
import { createWriteStream, fstatSync } from "node:fs";
import { Socket } from "node:net";
import { Writable } from "node:stream";

const stdoutFd = 1;
let reserved: Writable | undefined;

/**
 * Keeps standard output for frames: from now on `console` and `process.stdout` of this process write to standard error.
 *
 * `servePosix` calls it. Call it first thing in the program if code that runs before `servePosix` may print.
 *
 * @returns the real standard output; the same stream for every call
 *
 * @example
 * reserveStdout();
 * console.log("starting"); // to standard error
 * servePosix(runner);
 */
export function reserveStdout(): Writable {
  reserved ??= takeStdout();
  return reserved;
}

function takeStdout(): Writable {
  const output = openStdout();
  // Two ways to the old stream: the property, and a reference that someone has taken before.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  Object.defineProperty(process, "stdout", { get: () => process.stderr });
  Object.assign(console, new Console(process.stderr, process.stderr));
  return output;
}

function openStdout(): Writable {
  // Bun's other streams fail with EAGAIN when a pipe is full.
  if (process.versions["bun"] !== undefined) return behindStdout();
  // Elsewhere `process.stdout` blocks on pipes, and two processes that both block would wait for each other.
  const stat = fstatSync(stdoutFd);
  return stat.isFIFO() || stat.isSocket()
    ? new Socket({ fd: stdoutFd, readable: false, writable: true })
    : createWriteStream("", { fd: stdoutFd, autoClose: false });
}

/** Returns a stream that goes on writing where `process.stdout` writes now. */
function behindStdout(): Writable {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  const output = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => void write(chunk, done),
  });
  stdout.on("error", (error) => output.destroy(error));
  return output;
}
