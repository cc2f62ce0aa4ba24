import type { AnyCodec } from "@lutra/bin";
import { valueForm } from "@lutra/bin/emit";

const units: Readonly<Record<string, string>> = {
  Date: "Days since 1970-01-01.",
  Decimal: "Hundredths.",
  Duration: "Microseconds.",
  Time: "Microseconds since midnight.",
  Timestamp: "Microseconds since 1970-01-01 00:00 UTC.",
};

/** Returns a sentence on the unit of a scalar, also in an option, if its type does not tell. */
export function unitOf(codec: AnyCodec): string | undefined {
  const form = valueForm(codec);
  if (form.kind === "option") return unitOf(form.payload);
  return form.kind === "scalar" && Object.hasOwn(units, form.name) ? units[form.name] : undefined;
}
