import type { InputFile } from "./artefact-groups.ts";

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

/**
 * Returns the hash of a source, the same for Windows' ends of lines as for others: version control may change them.
 *
 * @param path tells files of text from those of bytes, whose names end in `.ld`
 */
export async function sourceHash({ path, bytes }: InputFile): Promise<string> {
  if (path.endsWith(".ld")) return await sha256(bytes);
  return await sha256(bytes.filter((byte, i) => byte !== 0x0d || bytes[i + 1] !== 0x0a));
}
