/** Content of a link to the playground. */
export interface Shared {
  readonly source: string;
  /** Function that runs. */
  readonly program: string;
  /** Input as Lutra source. */
  readonly input: string;
}

const prefix = "#p=";

/** Longest text that a link is unpacked to, in bytes: links come from strangers. */
const maxBytes = 4 << 20;

/** Packs a program and its input into the fragment of a URL, which no server sees. */
export async function packLink(shared: Shared): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(shared));
  const packed = await bytesOf(
    new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw")),
  );
  return `${prefix}${toBase64Url(packed)}`;
}

/** Unpacks the fragment of a URL; `undefined` if it carries no program. */
export async function unpackLink(hash: string): Promise<Shared | undefined> {
  if (!hash.startsWith(prefix)) return undefined;
  try {
    const packed = fromBase64Url(hash.slice(prefix.length));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const shared: unknown = JSON.parse(new TextDecoder().decode(await bytesOf(stream)));
    return isShared(shared) ? shared : undefined;
  } catch {
    return undefined;
  }
}

function isShared(value: unknown): value is Shared {
  if (typeof value !== "object" || value === null) return false;
  const { source, program, input } = value as Record<string, unknown>;
  return typeof source === "string" && typeof program === "string" && typeof input === "string";
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > maxBytes) throw new RangeError(`the link holds more than ${maxBytes} bytes`);
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function toBase64Url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
