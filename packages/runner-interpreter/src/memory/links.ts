/** From this many links on they are kept in typed arrays, which are smaller but slower to make. */
const manyLinks = 32;

/** Stands for lists until there is a link; nothing is ever added to it. */
const none: never[] = [];

/** No position of a chunk reaches this; a link to it leads nowhere. */
const nowhere = 0x7fff_ffff;

/**
 * The links of a chunk: for each the position of its pointer field, and the chunk and position of the body. Usually
 * many links in a row lead to one chunk, so chunks are kept by runs; and usually fields follow in equal steps, as in an
 * array of texts, so their positions are kept only if they do not.
 *
 * @typeParam C - a chunk; its class has links itself, and imports this one
 */
export class Links<C> {
  count = 0;
  #targets: number[] | Int32Array;
  /** Positions of the fields; absent while they are `firstField` and on in steps of `fieldStep`. */
  #fields: number[] | Int32Array | undefined = undefined;
  #firstField = 0;
  #fieldStep = 0;
  #runChunks: C[] = none;
  /** Index of the first link of each run. */
  #runStarts: number[] = none;
  /** The run that was asked for last: the next question is mostly about the same. */
  #run = 0;

  /** @param expected how many links there will be, as far as it is known */
  constructor(expected: number) {
    this.#targets = expected >= manyLinks ? new Int32Array(expected) : none;
  }

  /** Adds a link and returns its index. */
  add(field: number, chunk: C, target: number): number {
    const index = this.count++;
    if (index >= manyLinks && index >= this.#targets.length) {
      this.#targets = grown(this.#targets, index * 2);
    }
    const position = Math.min(target, nowhere);
    if (index === 0) this.#addFirst(chunk, position);
    else {
      this.#targets[index] = position;
      if (this.#runChunks[this.#runChunks.length - 1] !== chunk) {
        this.#runChunks.push(chunk);
        this.#runStarts.push(index);
      }
    }
    this.#addField(index, field);
    return index;
  }

  /** Returns the position of the pointer field of a link. */
  fieldOf(index: number): number {
    return this.#fields === undefined
      ? this.#firstField + index * this.#fieldStep
      : (this.#fields[index] as number);
  }

  /** Returns the position of the body of a link. */
  targetOf(index: number): number {
    return this.#targets[index] as number;
  }

  /** Returns the chunk of the body of a link. */
  chunkOf(index: number): C {
    const starts = this.#runStarts;
    let run = this.#run;
    if (index < (starts[run] as number) || index >= (starts[run + 1] ?? this.count)) {
      let high = starts.length;
      run = 0;
      while (high - run > 1) {
        const middle = (run + high) >>> 1;
        if ((starts[middle] as number) <= index) run = middle;
        else high = middle;
      }
      this.#run = run;
    }
    return this.#runChunks[run] as C;
  }

  /** Chunks that links lead to; one can be there more than once. */
  get chunks(): readonly C[] {
    return this.#runChunks;
  }

  /**
   * Adds a first link in a list of just one: most chunks have no other link, and a list that grows takes room for
   * sixteen more.
   */
  #addFirst(chunk: C, position: number): void {
    if (this.#targets.length > 0) this.#targets[0] = position;
    else this.#targets = [position];
    this.#runChunks = [chunk];
    this.#runStarts = [0];
  }

  #addField(index: number, field: number): void {
    if (this.#fields === undefined) {
      if (index === 0) this.#firstField = field;
      else if (index === 1) this.#fieldStep = field - this.#firstField;
      else if (field !== this.#firstField + index * this.#fieldStep) this.#listFields(index);
      if (this.#fields === undefined) return;
    } else if (index >= manyLinks && index >= this.#fields.length) {
      this.#fields = grown(this.#fields, this.#targets.length);
    }
    this.#fields[index] = field;
  }

  /** Keeps the positions of fields one by one from now on. */
  #listFields(count: number): void {
    const { length } = this.#targets;
    const fields = length < manyLinks ? [] : new Int32Array(length);
    for (let i = 0; i < count; i++) fields[i] = this.fieldOf(i);
    this.#fields = fields;
  }
}

function grown(numbers: number[] | Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length);
  longer.set(numbers);
  return longer;
}
