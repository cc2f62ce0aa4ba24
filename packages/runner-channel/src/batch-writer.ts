import {
  type Batch,
  largeBytes,
  recordBytes,
  type RecordKind,
  recordKinds,
  valueLength,
} from "./batch.ts";

const firstBytes = 4096;
/** A batch is sent before the tick ends when it holds so much. */
const fullBytes = 256 * 1024;

/** Function that posts a batch. */
export type PostBatch = (batch: Batch, transfer: ArrayBuffer[]) => void;

/** Collects the messages of a tick and posts them as one batch in a microtask. */
export class BatchWriter {
  readonly #post: PostBatch;
  readonly #handsOver: boolean;
  #records = new Uint8Array(firstBytes);
  #words = new Uint32Array(this.#records.buffer);
  #used = 0;
  #values: unknown[] = [];
  #transfer: ArrayBuffer[] = [];
  #scheduled = false;
  #held: boolean;

  /**
   * @param handsOver whether large bytes are transferred; else a copy of them is
   * @param held whether batches wait for {@link BatchWriter.start}
   */
  constructor(post: PostBatch, handsOver: boolean, held: boolean) {
    this.#post = post;
    this.#handsOver = handsOver;
    this.#held = held;
  }

  /** Lets held batches go. */
  start(): void {
    this.#held = false;
    this.flush();
  }

  /** Adds a record with bytes, which are copied now unless they are handed over. */
  write(kind: RecordKind, id: number, programId: number, bytes: Uint8Array, flags = 0): void {
    const { length } = bytes;
    if (length >= largeBytes) {
      this.#record(kind, id, programId, valueLength, flags);
      this.#values.push(this.#transferable(bytes));
    } else {
      const at = this.#record(kind, id, programId, length, flags);
      this.#records.set(bytes, at);
    }
  }

  /** Adds a record with a value that can be cloned, or with nothing. */
  writeValue(kind: RecordKind, id: number, programId: number, value?: unknown): void {
    this.#record(kind, id, programId, value === undefined ? 0 : valueLength, 0);
    if (value !== undefined) this.#values.push(value);
  }

  /** Posts what there is, unless it is held. */
  flush(): void {
    if (this.#held || this.#used === 0) return;
    const records = this.#records.slice(0, this.#used);
    const batch: Batch = this.#values.length === 0 ? records : [records, ...this.#values];
    const transfer = this.#transfer;
    if (records.length >= largeBytes) transfer.push(records.buffer);
    this.#used = 0;
    if (batch !== records) this.#values = [];
    this.#transfer = [];
    this.#post(batch, transfer);
  }

  /** @returns where the record's bytes go */
  #record(kind: RecordKind, id: number, programId: number, length: number, flags: number): number {
    if (this.#used >= fullBytes) this.flush();
    const at = this.#used;
    const end = at + recordBytes + (length === valueLength ? 0 : (length + 7) & ~7);
    if (end > this.#records.length) this.#grow(end);
    const words = this.#words;
    const word = at >>> 2;
    words[word] = recordKinds.indexOf(kind) | flags;
    words[word + 1] = id;
    words[word + 2] = programId;
    words[word + 3] = length;
    this.#used = end;
    if (!this.#scheduled) {
      this.#scheduled = true;
      // Node's queueMicrotask costs several times as much.
      void Promise.resolve().then(this.#tick);
    }
    return at + recordBytes;
  }

  #grow(atLeast: number): void {
    const records = new Uint8Array(Math.max(atLeast, this.#records.length * 2));
    records.set(this.#records.subarray(0, this.#used));
    this.#records = records;
    this.#words = new Uint32Array(records.buffer, 0, records.length >>> 2);
  }

  /** Returns bytes that alone fill a buffer: the given ones, if they may go and are not going already, or a copy. */
  #transferable(bytes: Uint8Array): Uint8Array {
    const { buffer } = bytes;
    const mayGo =
      this.#handsOver &&
      buffer instanceof ArrayBuffer &&
      bytes.length === buffer.byteLength &&
      !this.#transfer.includes(buffer);
    const own = mayGo ? bytes : new Uint8Array(bytes);
    this.#transfer.push(own.buffer as ArrayBuffer);
    return own;
  }

  readonly #tick = (): void => {
    this.#scheduled = false;
    this.flush();
  };
}
