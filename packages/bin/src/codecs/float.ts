import { asFloat64 } from "../bytes/codec-ops.ts";
import { wrongKind } from "../bytes/fault.ts";
import { createNumeric, type NumericCodec, std } from "./scalar.ts";

/** `std::Float32` as a `number`. Encoding rounds to the nearest value of 32 bits. */
export const float32: NumericCodec<number, Float32Array> = /* @__PURE__ */ createNumeric(
  /* @__PURE__ */ std("Float32"),
  Float32Array,
  (reader, at) => reader.view.getFloat32(at, true),
  (writer, value, at) => {
    if (typeof value !== "number") wrongKind("a number", value);
    writer.view.setFloat32(at, value, true);
  },
);

/** `std::Float64` as a `number`. */
export const float64: NumericCodec<number, Float64Array> = /* @__PURE__ */ createNumeric(
  /* @__PURE__ */ std("Float64"),
  Float64Array,
  (reader, at) => reader.view.getFloat64(at, true),
  (writer, value, at) => {
    if (typeof value !== "number") wrongKind("a number", value);
    writer.view.setFloat64(at, value, true);
  },
  asFloat64,
);
