/** Error of bytes that are not a value of the expected type. */
export class DecodeError extends Error {
  override readonly name = "DecodeError" as const;
  /** Byte offset of the fault, from the start of the decoded bytes. */
  readonly offset: number;
  /** Place of the fault in the value: field names, item indices and variant names, outermost first. */
  readonly path: readonly (string | number)[];

  constructor(message: string, offset: number, path: readonly (string | number)[] = []) {
    super(`${message} (at byte ${offset}${path.length > 0 ? `, in ${formatPath(path)}` : ""})`);
    this.offset = offset;
    this.path = path;
  }
}

/** Writes a path the way JavaScript would: `.movies[3].title`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
}
