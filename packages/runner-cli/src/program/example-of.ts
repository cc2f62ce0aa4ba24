import type { Ty, TyDef } from "@lutra/bin";
import { exampleValue } from "@lutra/bin/transcode";
import { CommandError } from "../errors/command-error.ts";

/**
 * Creates a value of an input type, for people to edit.
 *
 * @param text string in place of every `Text`
 * @throws CommandError for a type that has no example: too many parts, or no value that ends
 */
export function exampleOf(ty: Ty, defs: readonly TyDef[], text?: string): unknown {
  try {
    return exampleValue(ty, defs, text);
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    throw new CommandError(cause.message, { cause });
  }
}
