import type { Codec } from "./base/codec.ts";
import { readText } from "../bytes/read-text.ts";
import { createScalar, std } from "./scalar.ts";
import { writeText } from "../bytes/write-text.ts";

/** `std::Text` as a `string`. */
export const text: Codec<string> = /* @__PURE__ */ createScalar(
  /* @__PURE__ */ std("Text"),
  8,
  readText,
  writeText,
);
