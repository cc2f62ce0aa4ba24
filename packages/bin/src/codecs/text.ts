import { readText } from "../bytes/read-text.ts";
import { writeText } from "../bytes/write-text.ts";
import type { Codec } from "./base/codec.ts";
import { createScalar, std } from "./scalar.ts";

/** `std::Text` as a `string`. */
export const text: Codec<string> = /* @__PURE__ */ createScalar(
  /* @__PURE__ */ std("Text"),
  8,
  readText,
  writeText,
);
