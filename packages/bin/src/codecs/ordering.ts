import type { Codec } from "./base/codec.ts";
import { enumOf } from "./enum-of.ts";
import { named } from "./recursive.ts";
import { unit } from "./tuple.ts";

/** `std::ops::Ordering`. */
export const ordering: Codec<"less" | "equal" | "greater"> = /* @__PURE__ */ named(
  ["std", "ops", "Ordering"],
  /* @__PURE__ */ enumOf({ less: unit, equal: unit, greater: unit }),
);
