import type { RequestKind } from "./messages.ts";

/** A call whose response has not arrived. */
export interface PendingCall {
  readonly id: number;
  readonly kind: RequestKind;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
  /** Stops listening for the abort; set while somebody could still abort. */
  unlisten: (() => void) | undefined;
}

const firstPlaces = 16;

/** Returns the id after another: unsigned, 32 bits, 0 after 2^32 - 1. */
export function idAfter(id: number): number {
  return (id + 1) >>> 0;
}

/**
 * The calls in flight, by request id.
 *
 * Ids count up, so a call's place is its id modulo a power of two: an array costs a tenth of a `Map` that an entry enters
 * and leaves with every call. An id whose place is taken, because a call takes long, is skipped.
 */
export class PendingCalls {
  #places: (PendingCall | undefined)[] = emptyPlaces(firstPlaces);
  #nextId: number;
  #count = 0;

  constructor(firstId: number) {
    this.#nextId = firstId;
  }

  get count(): number {
    return this.#count;
  }

  /** Returns an id that no call in flight has. */
  takeId(): number {
    if (this.#count * 2 >= this.#places.length) this.#grow();
    const places = this.#places;
    const last = places.length - 1;
    let id = this.#nextId;
    while (places[id & last] !== undefined) id = idAfter(id);
    this.#nextId = idAfter(id);
    return id;
  }

  /** Adds a call with the id that was just taken. */
  add(call: PendingCall): void {
    this.#places[call.id & (this.#places.length - 1)] = call;
    this.#count++;
  }

  /** Removes a call; undefined if none has this id. */
  remove(id: number): PendingCall | undefined {
    const place = id & (this.#places.length - 1);
    const call = this.#places[place];
    if (call?.id !== id) return undefined;
    this.#places[place] = undefined;
    this.#count--;
    return call;
  }

  /** Removes all calls, oldest first as far as their ids tell. */
  removeAll(): readonly PendingCall[] {
    const calls = this.#places.filter((call) => call !== undefined);
    this.#places = emptyPlaces(firstPlaces);
    this.#count = 0;
    const next = this.#nextId;
    return calls.sort((a, b) => ((a.id - next) >>> 0) - ((b.id - next) >>> 0));
  }

  #grow(): void {
    const calls = this.#places;
    this.#places = emptyPlaces(calls.length * 2);
    for (const call of calls) {
      if (call !== undefined) this.#places[call.id & (this.#places.length - 1)] = call;
    }
  }
}

function emptyPlaces(count: number): (PendingCall | undefined)[] {
  return Array.from({ length: count }, () => undefined);
}
