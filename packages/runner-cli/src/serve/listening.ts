import type { Address } from "../address.ts";
import { listenError } from "../errors/listen-error.ts";

/** Starts to listen. @throws CommandError that says why the system refuses the address */
export async function listening<T>({ host, port }: Address, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (cause) {
    throw listenError(`${host}:${port}`, cause);
  }
}

/** A server that listens. */
export interface Closable {
  close(): Promise<void>;
}

/** A server over HTTP, which balancers ask for its health. */
export interface Drainable extends Closable {
  drain(options: { readonly ms: number }): Promise<void>;
}
