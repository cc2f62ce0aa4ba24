import { CellError } from "./cell-error.ts";

/** Characters that every call may use, so that small inputs may have long names of fields. */
const freeCharacters = 2 ** 20;
/** Characters for a byte of input: a `Bool` in a field may bring the field's name, quotes and `false` with it. */
const charactersPerByte = 128;

/**
 * Limit on the characters that one input takes as text, for databases that are sent composite values as text. Names of
 * fields come with every item, so that a few bytes could become all memory: 1 Mi characters, and 128 for each byte.
 */
export class TextBudget {
  readonly #most: number;
  #left: number;

  constructor(inputBytes: number) {
    this.#most = freeCharacters + charactersPerByte * inputBytes;
    this.#left = this.#most;
  }

  /** @throws CellError if the input takes more characters than it may */
  take(characters: number): void {
    this.#left -= characters;
    if (this.#left >= 0) return;
    throw new CellError(
      `as text for the database it is longer than the ${this.#most} characters that an input of its size may have; ` +
        "pass less at a time, or shorten the names of fields",
    );
  }
}
