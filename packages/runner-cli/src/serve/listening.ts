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
export interface Drainable {
  /** Closes once clients and balancers have noticed. */
  drain(options: { readonly ms: number }): Promise<void>;
  close(): Promise<void>;
}
