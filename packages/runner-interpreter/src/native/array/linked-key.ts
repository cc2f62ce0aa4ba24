import type { Body, KnownShape } from "../../code/known-shape.ts";
import { executionError } from "../../execution-error.ts";
import { arrayHeadBytes, openArray } from "../../memory/array.ts";
import type { Chunk } from "../../memory/chunk.ts";
import type { Layout } from "../../memory/layout.ts";
import type { Machine } from "../../memory/machine.ts";
import type { TextSlice } from "../../memory/text-slice.ts";
import { readText } from "../../memory/text-value.ts";
import { byteString } from "./flat-key.ts";
import { TextEvidence } from "./text-evidence.ts";

/** Returns the string that identifies the value at a position; none is the beginning of another of the same type. */
type Identify = (chunk: Chunk, position: number) => string;

/** Size of the pointer to the payload of an enum. */
const pointerBytes = 4;

/**
 * Identifies keys with pointers: equal keys, and only those, have the same string.
 *
 * The bytecode says where the pointers in a key are. Their targets are known where the program puts the key together
 * (see {@link Shape}). Elsewhere it may be text, which takes a proof by the values themselves (see {@link
 * TextEvidence}); without one there is an error rather than a guess. Two kinds of keys that no one groups by cannot be
 * told from texts: arrays of empty tuples, and enums of a single variant behind a pointer that have four bytes or more
 * of numbers after them.
 *
 * @see docs/spec/interpreter.md, "Groups"
 */
export class LinkedKeys {
  readonly #machine: Machine;
  readonly #evidence: TextEvidence[] = [];
  /** Made once for each shape: shapes are shared, and can stand for far more than they are. */
  readonly #byBody: Map<Body, Identify> = new Map();
  readonly #identify: Identify;

  /** @throws RunnerError `EXECUTION_ERROR` if there are pointers that may be others than those of arrays */
  constructor(machine: Machine, layout: Layout, shape: KnownShape) {
    this.#machine = machine;
    this.#identify = this.#head(layout, shape.bodies);
  }

  /** Identifies a key. @throws RunnerError `EXECUTION_ERROR` for an enum whose variant the program does not tell of */
  identify(chunk: Chunk, position: number): string {
    return this.#identify(chunk, position);
  }

  /**
   * Checks that the identities hold. Has to be called after the last key.
   *
   * @throws RunnerError `EXECUTION_ERROR` if they may not
   */
  check(): void {
    for (const evidence of this.#evidence) if (!evidence.isEnough()) throw unknownKey();
  }

  #head({ size, pointers }: Layout, bodies: KnownShape["bodies"]): Identify {
    const parts: { readonly from: number; readonly at: number; readonly body: Identify }[] = [];
    let scalarsFrom = 0;
    for (const [i, at] of pointers.entries()) {
      const body = bodies.get(at);
      // With bytes in front the pointer may belong to an enum, whose tag they are.
      if (body === undefined && at !== scalarsFrom) throw unknownKey();
      const width = body?.tag === "enum" ? pointerBytes : arrayHeadBytes;
      if ((pointers[i + 1] ?? size) - at < width) throw unknownKey();
      parts.push({ from: scalarsFrom, at, body: this.#body(body) });
      scalarsFrom = at + width;
    }
    const rest = size - scalarsFrom;
    return (chunk, position) => {
      let identity = "";
      for (const { from, at, body } of parts) {
        identity += byteString(chunk, position + from, at - from) + body(chunk, position + at);
      }
      return identity + byteString(chunk, position + scalarsFrom, rest);
    };
  }

  #body(body: Body | undefined): Identify {
    if (body === undefined) return this.#unknownArray();
    let identify = this.#byBody.get(body);
    if (identify === undefined) {
      identify = body.tag === "enum" ? this.#enum(body) : this.#array(body.items);
      this.#byBody.set(body, identify);
    }
    return identify;
  }

  #array(items: KnownShape | undefined): Identify {
    if (items?.layout === undefined) return this.#unknownArray();
    const machine = this.#machine;
    const { size, pointers } = items.layout;
    const item = pointers.length === 0 ? undefined : this.#head(items.layout, items.bodies);
    return (chunk, position) => {
      machine.chunk = chunk;
      const start = openArray(machine, position, size);
      const { chunk: body, count } = machine;
      if (item === undefined) return `${count}:${longIdentity(machine, body, start, count * size)}`;
      machine.step(count);
      let identity = `${count}:`;
      for (let i = 0; i < count; i++) identity += item(body, start + i * size);
      return identity;
    };
  }

  #enum({ tagBytes, variants }: Body & { readonly tag: "enum" }): Identify {
    const machine = this.#machine;
    const payloads = new Map(
      [...variants].map(([tag, shape]): [string, Identify] => {
        if (shape === undefined) return [tag, () => ""];
        const { layout } = shape;
        if (layout === undefined) return [tag, refuse];
        return [tag, this.#head(layout, shape.bodies)];
      }),
    );
    return (chunk, position) => {
      const identify = payloads.get(byteString(chunk, position - tagBytes, tagBytes)) ?? refuse;
      machine.step(1);
      machine.chunk = chunk;
      const body = machine.follow(position);
      return identify(machine.chunk, body);
    };
  }

  /** Takes an array of which nothing is known for a `Text`, and collects evidence that it is one. */
  #unknownArray(): Identify {
    const machine = this.#machine;
    const evidence = new TextEvidence();
    this.#evidence.push(evidence);
    return (chunk, position) => {
      machine.chunk = chunk;
      const text = readText(machine, position);
      evidence.add(text);
      return textIdentity(machine, text);
    };
  }
}

/** Returns the identity of a `Text`; none is the beginning of another. */
export function textIdentity(machine: Machine, { chunk, start, end }: TextSlice): string {
  return `${end - start}:${longIdentity(machine, chunk, start, end - start)}`;
}

/** Identities are kept while groups are collected, also those of values that share their bytes. */
function longIdentity(machine: Machine, chunk: Chunk, start: number, length: number): string {
  machine.step(1 + (length >>> 4));
  machine.reserve(length);
  return length === 0 ? "" : byteString(chunk, start, length);
}

function refuse(): never {
  throw unknownKey();
}

function unknownKey(): Error {
  return executionError(
    "group: the bytecode does not say what these keys contain; group by numbers, dates, truth values or tuples of them, " +
      'or make it sure that a key is text: text::concat(key, "")',
  );
}
