import { UsageError } from "./errors/usage-error.ts";

/** Address at which a server listens, or to which a client connects. */
export interface Address {
  /** Name or address; IPv6 without its brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Takes `HOST:PORT` apart; an IPv6 address stands in brackets.
 *
 * @param what how the user gave it, for the error
 * @throws UsageError for anything else
 */
export function parseAddress(what: string, text: string): Address {
  const match = /^(?:\[([\da-fA-F:.]+)\]|([^:[\]\s/]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) {
    throw new UsageError(
      `${what} takes HOST:PORT, got ${JSON.stringify(text)}`,
      "for example 127.0.0.1:7373, localhost:7373 or [::1]:7373",
    );
  }
  return { host, port };
}

/** Returns `true` if only this machine can reach a host. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
