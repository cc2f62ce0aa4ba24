import type { Ty, TyDef } from "@lutra/bin";
import { parseSource } from "@lutra/bin/parse";
import { renderSource } from "@lutra/bin/render";
import type { ScalarView } from "@lutra/bin/transcode";
import { element } from "../page/element.ts";
import { type Control, FieldError } from "./control.ts";

const millisecondsPerDay = 86_400_000;

/** Creates the field of a value that is one piece of text: a number, a string, a day. */
export function scalarControl(
  view: ScalarView,
  ty: Ty,
  defs: readonly TyDef[],
  value: unknown,
  label: string,
  onChange: () => void,
): Control {
  if (view.kind === "bool") {
    const box = element("input", { type: "checkbox", "aria-label": label, onchange: onChange });
    box.checked = value === true;
    return { element: box, value: () => box.checked };
  }
  const field = element("input", {
    ...attributesOf(view),
    "aria-label": label,
    oninput: () => {
      field.removeAttribute("aria-invalid");
      onChange();
    },
  });
  field.value = textOf(view, value, ty, defs);
  return {
    element: field,
    value: () => {
      try {
        return valueOf(view, field.value, ty, defs);
      } catch (error) {
        field.setAttribute("aria-invalid", "true");
        throw new FieldError(field, `${label}: ${(error as Error).message}`);
      }
    },
  };
}

function attributesOf(view: ScalarView): Readonly<Record<string, string>> {
  if (view.kind === "date") return { type: "date" };
  const plain = { type: "text", spellcheck: "false", autocomplete: "off" };
  if (view.kind !== "integer" && view.kind !== "float") return plain;
  const inputmode = view.kind === "integer" ? "numeric" : "decimal";
  return { ...plain, inputmode, class: "number", placeholder: view.name };
}

/** Returns the content of a field: text and days have fields of their own, all else is shown as in Lutra. */
function textOf(view: ScalarView, value: unknown, ty: Ty, defs: readonly TyDef[]): string {
  if (view.kind === "text") return value as string;
  if (view.kind !== "date") return renderSource(value, ty, defs).trim();
  const day = new Date((value as number) * millisecondsPerDay);
  return Number.isNaN(day.getTime()) ? "" : day.toISOString().slice(0, 10);
}

function valueOf(view: ScalarView, text: string, ty: Ty, defs: readonly TyDef[]): unknown {
  if (view.kind === "text") return text;
  if (view.kind !== "date") return parseSource(text, ty, defs);
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Error("choose a day");
  return time / millisecondsPerDay;
}
