import { float32Text, float64Text } from "../values/float-text.ts";
import type { NumberKind } from "../values/kinds.ts";
import { castOf } from "./cast.ts";
import { nativeFunction, type NativeFunction, type NativeModule } from "../native-module.ts";
import type { Integer64 } from "../values/integer64.ts";
import { numberKind } from "./suffix.ts";

/**
 * Creates `std::convert`: casts between numbers, and text of numbers, truth values and texts.
 *
 * @see docs/spec/interpreter.md, "Conversions"
 */
export function convertModule(): NativeModule {
  return { name: "std::convert", lookup: lookUpConversion };
}

function lookUpConversion(name: string): NativeFunction | undefined {
  const [to, target = "", source = "", ...rest] = name.split("_");
  if (to !== "to" || rest.length > 0) return undefined;
  if (target === "text") return textFunction(source);
  const from = numberKind(source);
  const kind = numberKind(target);
  if (from === undefined || kind === undefined) return undefined;
  const cast = castOf(from, kind);
  return nativeFunction([from], kind, (_, value) => cast(value) as never);
}

function textFunction(source: string): NativeFunction | undefined {
  if (source === "text") return nativeFunction(["text"], "text", (_, text) => text);
  if (source === "bool") return nativeFunction(["bool"], "string", (_, value) => String(value));
  const kind = numberKind(source);
  if (kind === undefined) return undefined;
  const text = textOf(kind);
  return nativeFunction([kind], "string", (_, value) => text(value));
}

function textOf(kind: NumberKind): (value: Integer64) => string {
  if (kind === "float32") return (value) => float32Text(value as number);
  if (kind === "float64") return (value) => float64Text(value as number);
  return String;
}
