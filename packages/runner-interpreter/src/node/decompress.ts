import * as zlib from "node:zlib";
import { decompress as decompressZstd } from "fzstd";
import type { CompressionMethod, Decompress } from "../parquet.ts";
import { decompressLz4 } from "./lz4.ts";

/** Returns the methods that Parquet files are decompressed by: what Node has, else plain JavaScript. */
export function decompress(): Partial<Record<CompressionMethod, Decompress>> {
  // Bounded by what the file says, so that a few bytes cannot fill the memory.
  return {
    GZIP: (input, maxOutputLength) => zlib.gunzipSync(input, { maxOutputLength }),
    BROTLI: (input, maxOutputLength) => zlib.brotliDecompressSync(input, { maxOutputLength }),
    ZSTD: zstd(),
    LZ4_RAW: decompressLz4,
  };
}

/** Returns the decompressor of Zstandard, which Node has since 22.15. */
function zstd(): Decompress {
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: typeof zlib.brotliDecompressSync };
  if (zstdDecompressSync === undefined) {
    return (input, outputLength) => decompressZstd(input, new Uint8Array(outputLength));
  }
  return (input, maxOutputLength) => zstdDecompressSync(input, { maxOutputLength });
}
