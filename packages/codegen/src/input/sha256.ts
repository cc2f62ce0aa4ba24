/**
 * Returns the SHA-256 of bytes as 64 lower-case hexadecimal digits: the `hash` of a `CompiledSource` or a `SourceFile`.
 *
 * @example
 * const hash = await sha256(file);
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // A view of shared memory is refused.
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
