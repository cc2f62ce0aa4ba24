import type { DecodeOptions } from "@lutra/bin";

/**
 * Limits for decoding the output of a program: rows may share what they refer to, as the interpreter's do, so a small
 * output may describe a larger value. Up to this size it may; beyond, the codec's usual limit holds.
 */
export const outputLimits: DecodeOptions = { freeBytes: 64 * 1024 * 1024 };
