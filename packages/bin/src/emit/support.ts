import { outOfRange, raise, rethrow, wrongKind } from "../bytes/fault.ts";
import { createFloats, createItems, readFloats } from "../bytes/inline.ts";
import { reach } from "../bytes/reach.ts";
import { readText } from "../bytes/read-text.ts";
import { writeText } from "../bytes/write-text.ts";
import { readBytes, writeBytes } from "../codecs/bytes.ts";
import { badTag } from "../codecs/create-enum.ts";
import { refuseInt } from "../codecs/small-int.ts";
import type { SupportName } from "./context.ts";

/** The functions that emitted code calls, by name. */
export const support: Readonly<Record<SupportName, unknown>> = {
  badTag,
  createFloats,
  createItems,
  outOfRange,
  raise,
  reach,
  readBytes,
  readFloats,
  readText,
  refuseInt,
  rethrow,
  writeBytes,
  writeText,
  wrongKind,
};
