import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ErrorCode, RunnerError } from "@lutra/runner-core";

// Windows has neither: there, no user without privileges can make links, and opening a device does
// not wait.
const noFollow = constants.O_NOFOLLOW ?? 0;
const noWait = constants.O_NONBLOCK ?? 0;
const safely = noFollow | noWait;

/**
 * Reads a file below a directory.
 *
 * @param root - real path of the directory
 * @throws RunnerError `EXECUTION_ERROR` (`error: invalid path: PATH`) for a path that leads out of the directory
 * @throws RunnerError `LIMIT_EXCEEDED` for a file larger than `maxFileBytes`
 * @throws Error with the system's reason if the file cannot be read
 */
export function readRooted(root: string, path: string, maxFileBytes: number): Uint8Array {
  const real = system(() => realpathSync(insidePath(root, path)));
  checkInside(root, real, path);
  return withFile(root, path, real, constants.O_RDONLY | safely, (file) => {
    const { size } = fstatSync(file);
    if (size > maxFileBytes) {
      throw new RunnerError(
        `error: ${path} has ${size} bytes; raise maxFileBytes of the file system (${maxFileBytes}) to read it`,
        { code: ErrorCode.LIMIT_EXCEEDED },
      );
    }
    return readFileSync(file);
  });
}

/**
 * Creates or replaces a file below a directory. A link in its place is refused.
 *
 * @throws as {@link readRooted}
 */
export function writeRooted(root: string, path: string, bytes: Uint8Array): void {
  const target = insidePath(root, path);
  const folder = system(() => realpathSync(dirname(target)));
  checkInside(root, folder, path);
  const real = join(folder, basename(target));
  const flags = constants.O_WRONLY | constants.O_CREAT | safely;
  // Not truncated by opening: what was opened must be checked first.
  withFile(root, path, real, flags, (file) => {
    ftruncateSync(file);
    writeFileSync(file, bytes);
  });
}

/** Returns the absolute path that a program means, by its text alone. */
function insidePath(root: string, path: string): string {
  if (path.includes("\0") || isAbsolute(path)) throw invalidPath(path);
  const target = resolve(root, path);
  if (target === root) throw invalidPath(path);
  checkInside(root, target, path);
  return target;
}

function checkInside(root: string, target: string, path: string): void {
  const way = relative(root, target);
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) throw invalidPath(path);
}

function invalidPath(path: string): RunnerError {
  return new RunnerError(`error: invalid path: ${path}`, { code: ErrorCode.EXECUTION_ERROR });
}

/**
 * Opens a file by its real path, and makes sure that the opened file lies inside of the root: a folder on the way may
 * have been swapped for a link since its real path was found.
 */
function withFile<T>(
  root: string,
  path: string,
  real: string,
  flags: number,
  work: (file: number) => T,
): T {
  const file = openChecked(path, real, flags);
  try {
    return system(() => {
      const opened = fstatSync(file, { bigint: true });
      if (!opened.isFile()) throw invalidPath(path);
      const now = realpathSync(real);
      checkInside(root, now, path);
      const named = statSync(now, { bigint: true });
      if (named.ino !== opened.ino || named.dev !== opened.dev) throw invalidPath(path);
      return work(file);
    });
  } finally {
    closeSync(file);
  }
}

function openChecked(path: string, real: string, flags: number): number {
  try {
    return openSync(real, flags, 0o666);
  } catch (error) {
    if (codeOf(error) === "ELOOP") throw invalidPath(path);
    throw withoutPath(error);
  }
}

function system<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw withoutPath(error);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/**
 * Returns an error with the system's reason alone: a program and its author need not know where on the machine the root
 * is.
 */
function withoutPath(error: unknown): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  // No regular expression: near the end of the stack, compiling one ends the process in Node 20 and 22.
  const end = error.message.indexOf(`, ${String(error.syscall)} '`);
  const reason = end === -1 ? error.message : error.message.slice(0, end);
  return new Error(reason, { cause: error });
}
