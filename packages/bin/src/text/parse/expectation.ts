import type { IntegerView, TupleView, TypeView } from "../../types/type-view.ts";

/** Describes the text form of a type, for messages. `mark` goes in front of dates and times. */
export function expectation(view: TypeView, mark: "" | "@" = ""): string {
  switch (view.kind) {
    case "bool":
      return "a Bool (true or false)";
    case "integer":
      return describeInteger(view);
    case "float":
      return `a ${view.name} (a finite number, NaN, inf or -inf)`;
    case "text":
      return "a Text (whole Unicode characters)";
    case "date":
      return `a Date (${mark}YYYY-MM-DD, or whole days since 1970-01-01)`;
    case "time":
      return `a Time (${mark}HH:MM:SS.ffffff, or whole microseconds)`;
    case "timestamp":
      return `a Timestamp (${mark}YYYY-MM-DDTHH:MM:SS.ffffff, or whole microseconds since 1970)`;
    case "duration":
      return `a Duration (${mark}HH:MM:SS.ffffff, perhaps negative, or whole microseconds)`;
    case "decimal":
      return "a Decimal (at most two digits after the point)";
    case "bytes":
      return "an array of bytes";
    case "array":
      return "an array";
    case "tuple":
      return describeTuple(view);
    case "enum":
      return `one of ${listOf(view.variants.map((variant) => variant.name))}`;
  }
}

/** Returns some names, for a message. Long lists are cut. */
export function listOf(names: readonly string[]): string {
  if (names.length === 0) return "nothing, as there are none";
  const shown = names.slice(0, 8).join(", ");
  return names.length > 8 ? `${shown}, …` : shown;
}

function describeInteger(view: IntegerView): string {
  const article = view.name.startsWith("Int") ? "an" : "a";
  return `${article} ${view.name} (whole, ${view.min} to ${view.max})`;
}

function describeTuple(view: TupleView): string {
  if (view.shape === "unit") return "the unit {}";
  const names = view.fields.map((field, i) => field.name ?? String(i));
  return `a tuple of ${listOf(names)}`;
}
