import { CommandError } from "./command-error.ts";

/** Explanations of the system's errors when a server cannot listen, and advice. */
const listenErrors: Readonly<Record<string, readonly [what: string, help: string]>> = {
  EADDRINUSE: [
    "another program listens there",
    "choose another port, or port 0 for one that is free",
  ],
  EADDRNOTAVAIL: [
    "this machine does not have that address",
    "127.0.0.1 is for this machine only, 0.0.0.0 for every network",
  ],
  ENOTFOUND: ["there is no such host", "127.0.0.1 is for this machine only"],
  EACCES: ["permission denied", "ports below 1024 are for administrators: choose a higher one"],
};

/** Creates the error for a server that cannot listen, for the user. @param address as the user wrote it */
export function listenError(address: string, cause: unknown): CommandError {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const [what = message, help] = listenErrors[code] ?? [];
  return new CommandError(`cannot listen on ${address}: ${what}`, {
    ...(help !== undefined && { help }),
    cause,
  });
}
