import type { Chunk } from "./chunk.ts";

/** From this many links on they are kept in typed arrays, which are smaller but slower to make. */
const manyLinks = 32;

/** No position of a chunk reaches this; a link to it leads nowhere. */
const nowhere = 0x7fff_ffff;

/**
 * The links of a chunk: for each the position of its pointer field, and the chunk and position of the body. Mostly many
 * links in a row lead to one chunk, so chunks are kept by runs.
 */
export class Links {
  count = 0;
  private fields: number[] | Int32Array;
  private targets: number[] | Int32Array;
  private readonly runChunks: Chunk[] = [];
  /** Index of the first link of each run. */
  private readonly runStarts: number[] = [];
  /** The run that was asked for last: the next question is mostly about the same. */
  private run = 0;

  /** @param expected how many links there will be, as far as it is known */
  constructor(expected: number) {
    const areMany = expected >= manyLinks;
    this.fields = areMany ? new Int32Array(expected) : [];
    this.targets = areMany ? new Int32Array(expected) : [];
  }

  /** Adds a link and answers its index. */
  add(field: number, chunk: Chunk, target: number): number {
    const index = this.count++;
    if (index >= manyLinks && index >= this.fields.length) {
      this.fields = grown(this.fields);
      this.targets = grown(this.targets);
    }
    this.fields[index] = field;
    this.targets[index] = Math.min(target, nowhere);
    if (this.runChunks[this.runChunks.length - 1] !== chunk) {
      this.runChunks.push(chunk);
      this.runStarts.push(index);
    }
    return index;
  }

  /** Position of the pointer field of a link. */
  fieldOf(index: number): number {
    return this.fields[index] as number;
  }

  /** Position of the body of a link. */
  targetOf(index: number): number {
    return this.targets[index] as number;
  }

  /** Chunk of the body of a link. */
  chunkOf(index: number): Chunk {
    const starts = this.runStarts;
    let { run } = this;
    if (index < (starts[run] as number) || index >= (starts[run + 1] ?? this.count)) {
      let high = starts.length;
      run = 0;
      while (high - run > 1) {
        const middle = (run + high) >>> 1;
        if ((starts[middle] as number) <= index) run = middle;
        else high = middle;
      }
      this.run = run;
    }
    return this.runChunks[run] as Chunk;
  }

  /** Chunks that links lead to; one can be there more than once. */
  get chunks(): readonly Chunk[] {
    return this.runChunks;
  }
}

function grown(numbers: number[] | Int32Array): Int32Array {
  const longer = new Int32Array(numbers.length * 2);
  longer.set(numbers);
  return longer;
}
