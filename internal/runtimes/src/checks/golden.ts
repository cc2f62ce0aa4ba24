/** The part of the golden data that the checks need, in hexadecimal: runtimes without files get it with the code. */
export interface GoldenData {
  readonly programs: readonly GoldenProgram[];
  /** Whole frames of generation B. */
  readonly frames: readonly string[];
}

/** A bytecode program, its signature, an input, and the output in canonical form. */
export interface GoldenProgram {
  readonly name: string;
  readonly program: string;
  readonly type: string;
  readonly input: string;
  readonly output: string;
}

/** The bundler puts it here. */
declare const goldenData: GoldenData;

/** Returns the golden data of this bundle. */
export function golden(): GoldenData {
  return goldenData;
}

/** Returns the bytes of hexadecimal digits. */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** Returns `true` if both are the same bytes. */
export function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
