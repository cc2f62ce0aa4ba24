import type { Ty, TyDef } from "@lutra/bin";
import { exampleValue } from "@lutra/bin/transcode";
import { CommandError } from "../errors/command-error.ts";
import { messageOf } from "../errors/message-of.ts";

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
    throw new CommandError(messageOf(cause), { cause });
  }
}
