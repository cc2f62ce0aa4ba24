/** Numbers of the operations, as `rust/src/operations.rs` has them. */
export const Operation = {
  check: 0,
  compile: 1,
  symbol: 2,
  format: 3,
} as const;

/** Number of an operation. */
export type Operation = (typeof Operation)[keyof typeof Operation];

/** First message to a worker: where the compiler is, or the compiler itself. */
export interface StartMessage {
  readonly wasm: WebAssembly.Module | string | undefined;
}

/** A request to the worker, which handles one at a time. */
export interface RequestMessage {
  readonly operation: Operation;
  readonly parts: readonly Uint8Array[];
}

/** Messages from a worker. */
export type WorkerMessage =
  /** The compiler is loaded; `module` starts the next worker faster. */
  | { readonly kind: "started"; readonly module: WebAssembly.Module }
  /** The compiler could not be loaded. */
  | { readonly kind: "missing"; readonly reason: string }
  | { readonly kind: "response"; readonly parts: readonly Uint8Array<ArrayBuffer>[] }
  /** The compiler panicked, or its stack overflowed. The next request gets a new instance. */
  | { readonly kind: "crashed"; readonly reason: string };
