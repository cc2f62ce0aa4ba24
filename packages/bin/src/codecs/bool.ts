import { asBool } from "../bytes/codec-ops.ts";
import { wrongKind } from "../bytes/fault.ts";
import type { Codec } from "./base/codec.ts";
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
