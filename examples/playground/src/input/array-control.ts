import type { Ty } from "@lutra/bin";
import { isScalar, type TupleView, type TypeViews } from "@lutra/bin/transcode";
import { element } from "../page/element.ts";
import type { Control, FormContext } from "./control.ts";

/** Rows that a form shows; longer arrays are edited as text. */
const maxRows = 200;

/** Creates the list of an array: a table if its items are rows of plain fields, else one part below the other. */
export function arrayControl(
  item: Ty,
  values: readonly unknown[],
  label: string,
  context: FormContext,
): Control {
  const row = rowOf(item, context);
  const controls: Control[] = [];
  const rest = values.slice(maxRows);
  const list = row === undefined ? element("ol", { class: "items" }) : element("tbody");

  const append = (value: unknown): void => {
    const control = context.control(item, value, `${label} ${controls.length + 1}`);
    controls.push(control);
    const remove = element(
      "button",
      { type: "button", class: "quiet", title: "Remove", "aria-label": `Remove from ${label}` },
      "×",
    );
    const entry = row === undefined ? asItem(control, remove) : asRow(control, remove);
    remove.addEventListener("click", () => {
      controls.splice(controls.indexOf(control), 1);
      entry.remove();
      context.onChange();
    });
    list.append(entry);
  };
  for (const value of values.slice(0, maxRows)) append(value);

  const add = element(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: () => {
        append(context.example(item));
        context.onChange();
      },
    },
    `Add to ${label}`,
  );
  const more =
    rest.length === 0
      ? []
      : [element("p", { class: "note" }, `… and ${rest.length} more, which the text shows`)];
  const body = row === undefined ? list : table(row, list);
  return {
    element: element("div", { class: "array" }, body, ...more, add),
    value: () => [...controls.map((control) => control.value()), ...rest],
  };
}

/** Returns the fields of an item, if a line of a table shows them. */
function rowOf(item: Ty, { types }: FormContext): TupleView | undefined {
  const view = types.of(item);
  if (view.kind !== "tuple" || view.shape !== "object" || view.fields.length > 12) return undefined;
  return view.fields.every(({ ty }) => fitsCell(ty, types)) ? view : undefined;
}

function fitsCell(ty: Ty, types: TypeViews): boolean {
  const view = types.of(ty);
  if (view.kind !== "enum") return isScalar(view);
  if (view.shape !== "option") return view.shape === "names";
  return view.variants.every((variant) => variant.unit || isScalar(types.of(variant.ty)));
}

function table({ fields }: TupleView, body: HTMLElement): HTMLElement {
  const heads = fields.map(({ name }) => element("th", { scope: "col" }, name ?? ""));
  const head = element("thead", {}, element("tr", {}, ...heads, element("th", {})));
  return element("div", { class: "wide" }, element("table", {}, head, body));
}

/**
 * Makes a row of a table from a tuple's control, which holds a label for each field: the fields become cells.
 */
function asRow({ element: part }: Control, remove: HTMLElement): HTMLElement {
  const fields = [...part.querySelectorAll<HTMLElement>(":scope > label > :last-child")];
  const cells = [...fields, remove].map((field) => element("td", {}, field));
  return element("tr", {}, ...cells);
}

function asItem({ element: part }: Control, remove: HTMLElement): HTMLElement {
  return element("li", {}, part, remove);
}
