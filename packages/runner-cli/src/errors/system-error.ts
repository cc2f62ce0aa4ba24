import { dirname } from "node:path";
import { exists } from "../path-kind.ts";

const texts: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "a part of the path is a file, not a folder",
  EISDIR: "it is a directory",
  EEXIST: "a file of that name is in the way",
  EACCES: "permission denied",
  EPERM: "the system does not allow it",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "it would be larger than files may be",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "it is a link that leads back to itself",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EBUSY: "it is in use",
  EIO: "the device failed",
  ENXIO: "it is a socket, or a device that is not there",
  EPIPE: "the reader is gone",
};

/** Returns the code of an error of the system or of Node, such as `ENOENT`; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Says in words why the system refused something. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return texts[systemCode(error) ?? ""] ?? error.message;
}

/** Returns the {@link reason} of an error on a path: names the folder if that is missing. */
export async function pathReason(path: string, error: unknown): Promise<string> {
  const folder = dirname(path);
  if (systemCode(error) === "ENOENT" && !(await exists(folder))) {
    return `there is no folder ${folder}`;
  }
  // Node has this character in place of bytes of a name that are not UTF-8.
  if (systemCode(error) === "ENOENT" && path.includes("\ufffd")) {
    return "no such file; a name that is not UTF-8 cannot be passed on: rename the file";
  }
  return reason(error);
}
