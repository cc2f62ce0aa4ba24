import type { ByteReceiver, ByteStream } from "../../src/index.ts";

/** Way in which bytes travel from one end of a pair to the other. */
export interface MemoryStreamOptions {
  /** Splits what is written into the chunks that arrive. */
  readonly split?: ((bytes: Uint8Array) => readonly Uint8Array[]) | undefined;
  /** Calls back when the bytes have travelled. */
  readonly delay?: ((arrive: () => void) => void) | undefined;
  /** After so many bytes in one direction the pair breaks, or that direction ends. */
  readonly cut?: { readonly bytes: number; readonly how: "error" | "end" } | undefined;
}

/** One end of a duplex stream in memory. */
export class MemoryStream implements ByteStream {
  peer!: MemoryStream;
  /** Bytes that were written on this end. */
  writtenBytes: number = 0;
  writes: number = 0;
  destroyed: boolean = false;
  paused: boolean = false;
  readonly #options: MemoryStreamOptions;
  #receiver: ByteReceiver | undefined;
  #inbox: (Uint8Array | "end")[] = [];
  #inboxBytes = 0;
  #finished = false;
  #cut = false;

  constructor(options: MemoryStreamOptions) {
    this.#options = options;
  }

  get bufferedBytes(): number {
    return this.peer.#inboxBytes;
  }

  start(receiver: ByteReceiver): void {
    this.#receiver = receiver;
    this.#schedule();
  }

  write(chunks: readonly Uint8Array[]): void {
    if (this.destroyed || this.#finished || this.#cut) return;
    this.writes++;
    for (const chunk of chunks) {
      const { cut } = this.#options;
      const room = cut === undefined ? chunk.length : cut.bytes - this.writtenBytes;
      const bytes = chunk.subarray(0, Math.max(0, room));
      this.writtenBytes += bytes.length;
      // A copy, as the system would make one.
      for (const piece of this.#options.split?.(bytes) ?? [bytes])
        this.peer.#receive(piece.slice());
      if (room < chunk.length) {
        this.#cut = true;
        if (cut?.how === "end") this.peer.#receive("end");
        else this.#options.delay?.(() => this.break());
        if (cut?.how === "error" && this.#options.delay === undefined)
          queueMicrotask(() => this.break());
        return;
      }
    }
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.#schedule();
  }

  async end(): Promise<void> {
    this.#receiver = undefined;
    this.endWriting();
  }

  /** Ends one direction only. */
  endWriting(): void {
    if (this.#finished || this.destroyed) return;
    this.#finished = true;
    this.peer.#receive("end");
  }

  destroy(): void {
    this.#receiver = undefined;
    if (this.destroyed) return;
    this.destroyed = true;
    if (!this.peer.destroyed) queueMicrotask(() => this.peer.#receiver?.error(new Error("reset")));
  }

  /** Breaks both ends. */
  break(): void {
    for (const end of [this, this.peer]) {
      const receiver = end.#receiver;
      end.destroyed = true;
      receiver?.error(new Error("broken"));
    }
  }

  #receive(item: Uint8Array | "end"): void {
    if (item !== "end") this.#inboxBytes += item.length;
    this.#inbox.push(item);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#receiver === undefined) return;
    (this.#options.delay ?? queueMicrotask)(() => this.#deliver());
  }

  #deliver(): void {
    while (!this.paused && this.#receiver !== undefined) {
      const item = this.#inbox.shift();
      if (item === undefined) return;
      if (item === "end") {
        this.#receiver.end();
      } else {
        this.#inboxBytes -= item.length;
        this.#receiver.data(item);
        this.peer.#receiver?.drain();
      }
    }
  }
}

/** Returns both ends of a duplex stream in memory. */
export function memoryPair(
  options: MemoryStreamOptions = {},
  backOptions: MemoryStreamOptions = options,
): [MemoryStream, MemoryStream] {
  const a = new MemoryStream(options);
  const b = new MemoryStream(backOptions);
  a.peer = b;
  b.peer = a;
  return [a, b];
}
