import * as zlib from "node:zlib";
import type { CompressionMethod, Decompress } from "../parquet.ts";

/** What Node can decompress; Zstandard since 22.15. */
export function decompress(): Partial<Record<CompressionMethod, Decompress>> {
  // Bounded by what the file says, so that a few bytes cannot fill the memory.
  const GZIP: Decompress = (input, maxOutputLength) => zlib.gunzipSync(input, { maxOutputLength });
  const BROTLI: Decompress = (input, maxOutputLength) =>
    zlib.brotliDecompressSync(input, { maxOutputLength });
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: typeof zlib.brotliDecompressSync };
  if (zstdDecompressSync === undefined) return { GZIP, BROTLI };
  return {
    GZIP,
    BROTLI,
    ZSTD: (input, maxOutputLength) => zstdDecompressSync(input, { maxOutputLength }),
  };
}
