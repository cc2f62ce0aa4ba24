import { plainBytes } from "./plain-bytes.ts";

/**
 * Returns the SHA-256 of some bytes as 64 lower-case hexadecimal digits.
 *
 * @throws TypeError if there are no bytes to read, because their memory was transferred
 *
 * @example
 * const hash = await sha256(program.bytes); // how servers know the program
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const plain = plainBytes(bytes, "program");
  // Browsers keep it from pages that are neither over https nor from localhost. These load more code, and no other does.
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  const digest =
    subtle === undefined
      ? (await import("./sha256-plain.ts")).sha256Plain(plain)
      : new Uint8Array(await subtle.digest("SHA-256", plain));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
