import type { Codec } from "./codec.ts";
import { wrongKind } from "./fault.ts";
import { createScalar, std } from "./scalar.ts";

/** `std::Float32` as a `number`. Encoding rounds to the nearest value of 32 bits. */
export const float32: Codec<number> = /* @__PURE__ */ createScalar(
  /* @__PURE__ */ std("Float32"),
  4,
  (reader, at) => reader.view.getFloat32(at, true),
  (writer, value, at) => {
    if (typeof value !== "number") wrongKind("a number", value);
    writer.view.setFloat32(at, value, true);
  },
);

/** `std::Float64` as a `number`. */
export const float64: Codec<number> = /* @__PURE__ */ createScalar(
  /* @__PURE__ */ std("Float64"),
  8,
  (reader, at) => reader.view.getFloat64(at, true),
  (writer, value, at) => {
    if (typeof value !== "number") wrongKind("a number", value);
    writer.view.setFloat64(at, value, true);
  },
);
