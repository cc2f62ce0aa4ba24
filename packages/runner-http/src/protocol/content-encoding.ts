/** Returns the encodings that a `content-encoding` header names, other than `identity`; undefined if there are none. */
export function encodingOf(header: string | undefined): string | undefined {
  const encodings = (header ?? "").split(",").map((name) => name.trim());
  const real = encodings.filter((name) => !/^(?:identity)?$/i.test(name));
  return real.length === 0 ? undefined : real.join(", ");
}
