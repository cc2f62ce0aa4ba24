/**
 * The parts of generated code. Made for the output of generators, which keeps running with later versions: a change
 * that would break it comes under another name.
 *
 * @module
 */
export type { Reader } from "./bytes/reader.ts";
export type { Writer } from "./bytes/writer.ts";
export { outOfRange, raise, rethrow, wrongKind } from "./bytes/fault.ts";
export { createFloats, createItems, readFloats } from "./bytes/inline.ts";
export { reach } from "./bytes/reach.ts";
export { readText } from "./bytes/read-text.ts";
export { writeText } from "./bytes/write-text.ts";
export type { Decoder, Encoder } from "./codecs/base/codec.ts";
export { rawBytes, readBytes, writeBytes } from "./codecs/bytes.ts";
export { compiledCodec, type CompiledParts } from "./codecs/compiled.ts";
export { badTag } from "./codecs/create-enum.ts";
export { decoder, encoder } from "./codecs/halves.ts";
export { refuseInt } from "./codecs/small-int.ts";
export { enumOfPairs, listOfPairs, tupleOfPairs } from "./codecs/pairs.ts";
