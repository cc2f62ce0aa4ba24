import { createTurns, type Turns } from "@lutra/runner-core/transport";
import { type AbortSignals, lentUntilAborted, takeTurn } from "../server/abort.ts";
import type { PgClientLike, PgPoolLike } from "./driver.ts";

/** A client that nothing else of the runner uses until it is released. */
export interface TakenClient {
  readonly client: PgClientLike;
  /** Returns the client to its pool; one that is not usable must not be lent again. */
  readonly release: (usable: boolean) => void;
}

/** Takes a client, at once or as soon as there is one. */
export type TakeClient = (signals: AbortSignals) => TakenClient | Promise<TakenClient>;

/** Borrows a client of a pool for each statement. */
export function poolTaker(pool: PgPoolLike): TakeClient {
  return async (signals) => {
    const client = await lentUntilAborted(pool.connect(), signals, (late) => late.release());
    // The pool listens to idle clients only, and an error without a listener ends the process.
    const onError = (): void => {};
    client.on("error", onError);
    const release = (usable: boolean): void => {
      client.removeListener("error", onError);
      client.release(!usable);
    };
    return { client, release };
  };
}

/** Turns on clients. All adapters of a client share them: one may have a transaction open for a statement. */
const turnsOnClients = /* @__PURE__ */ new WeakMap<PgClientLike, Turns>();

/** Takes turns on one client, so that a request to cancel meets the right statement. */
export function clientTaker(client: PgClientLike): TakeClient {
  const turns = turnsOnClients.get(client) ?? createTurns(1);
  turnsOnClients.set(client, turns);
  const taken: TakenClient = { client, release: () => turns.end() };
  return (signals) => takeTurn(turns, signals)?.then(() => taken) ?? taken;
}
