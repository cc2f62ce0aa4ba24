/** One kind of input to fuzz. Each module in `src/targets` exports one as `target`. */
export interface Target {
  /** Returns inputs from fixtures to start with. */
  readonly seeds: () => readonly Uint8Array[];
  /** Reads an input, which may be anything. An error that it throws is a finding. */
  readonly fuzz: (data: Uint8Array) => void;
}
