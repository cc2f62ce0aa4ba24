import type { Chunk } from "../../memory/chunk.ts";
import type { PointerMeanings } from "../../code/code.ts";
import { executionError } from "../../execution-error.ts";
import type { Layout } from "../../memory/layout.ts";
import type { Machine } from "../../memory/machine.ts";
import type { TextSlice } from "../../memory/text-slice.ts";
import { readText } from "../../memory/text-value.ts";
import { byteString } from "./flat-key.ts";
import { TextEvidence } from "./text-evidence.ts";

/** Size of the head of a text. */
const textHeadBytes = 8;

/**
 * Identifies keys with pointers: equal keys, and only those, have the same string.
 *
 * The bytecode says where the pointers in a key are, but not what they lead to. That it is text is known where a function
 * of the program gives text. Elsewhere it takes a proof by the values themselves (see {@link TextEvidence}); without one
 * there is an error rather than a guess. Two kinds of keys that nobody groups by cannot be told from texts: arrays of
 * empty tuples, and enums of a single variant behind a pointer that have four bytes or more of numbers behind them.
 *
 * @see interpreter, section 7.5
 */
export class LinkedKeys {
  private readonly machine: Machine;
  private readonly layout: Layout;
  /** What is known of each pointer that is not known to be a text's. */
  private readonly evidence: ReadonlyMap<number, TextEvidence>;

  /** @throws RunnerError `EXECUTION_ERROR` if there are pointers that may be others than those of arrays */
  constructor(machine: Machine, layout: Layout, meanings: PointerMeanings) {
    this.machine = machine;
    this.layout = layout;
    const evidence = new Map<number, TextEvidence>();
    let scalarsFrom = 0;
    for (const [i, offset] of layout.pointers.entries()) {
      // With bytes in front the pointer may belong to an enum, whose tag they are.
      if (offset !== scalarsFrom && !meanings.has(offset)) throw unknownKey();
      if ((layout.pointers[i + 1] ?? layout.size) - offset < textHeadBytes) throw unknownKey();
      if (meanings.get(offset) !== "text") evidence.set(offset, new TextEvidence());
      scalarsFrom = offset + textHeadBytes;
    }
    this.evidence = evidence;
  }

  /** Identifies a key. */
  identify(chunk: Chunk, position: number): string {
    const { machine, layout } = this;
    let identity = "";
    let scalarsFrom = 0;
    for (const offset of layout.pointers) {
      machine.chunk = chunk;
      const text = readText(machine, position + offset);
      this.evidence.get(offset)?.add(text);
      identity += byteString(chunk, position + scalarsFrom, offset - scalarsFrom);
      identity += textIdentity(machine, text);
      scalarsFrom = offset + textHeadBytes;
    }
    return identity + byteString(chunk, position + scalarsFrom, layout.size - scalarsFrom);
  }

  /**
   * Has to be called after the last key: answers if the identities hold.
   *
   * @throws RunnerError `EXECUTION_ERROR` if they may not
   */
  check(): void {
    for (const evidence of this.evidence.values()) if (!evidence.isEnough()) throw unknownKey();
  }
}

/** Identifies a text; none is the beginning of another. */
export function textIdentity(machine: Machine, { chunk, start, end }: TextSlice): string {
  machine.step(1 + ((end - start) >>> 4));
  // Identities are kept while groups are collected, also those of texts that share their bytes.
  machine.reserve(end - start);
  return `${end - start}:${byteString(chunk, start, end - start)}`;
}

function unknownKey(): Error {
  return executionError(
    "group: the bytecode does not say what these keys contain; group by numbers, dates, truth values or tuples of them, " +
      'or make it sure that a key is text: text::concat(key, "")',
  );
}
