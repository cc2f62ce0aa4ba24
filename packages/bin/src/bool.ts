import type { Codec } from "./codec.ts";
import { wrongKind } from "./fault.ts";
import { asBool } from "./inline.ts";
import { createScalar, std } from "./scalar.ts";

/** `std::Bool`: one byte. Any byte but zero reads as `true`. */
export const bool: Codec<boolean> = /* @__PURE__ */ createScalar(
  /* @__PURE__ */ std("Bool"),
  1,
  (reader, at) => reader.bytes[at] !== 0,
  (writer, value, at) => {
    if (typeof value !== "boolean") wrongKind("a boolean", value);
    writer.bytes[at] = value ? 1 : 0;
  },
  asBool,
);
