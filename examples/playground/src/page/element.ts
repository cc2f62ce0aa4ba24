/**
 * Attributes and properties of an element: `on...` are listeners, others attributes; `false` and `undefined` leave them
 * out.
 */
export type Attributes = Readonly<
  Record<string, string | number | boolean | undefined | ((event: Event) => void)>
>;

/** Creates an element. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") created.addEventListener(name.slice(2), value);
    else if (value === true) created.setAttribute(name, "");
    else if (value !== undefined && value !== false) created.setAttribute(name, String(value));
  }
  created.append(...children);
  return created;
}

/**
 * Finds an element of the page.
 *
 * @throws TypeError if the page has none, or it is of another type
 */
export function find<T extends Element>(selector: string, type: abstract new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new TypeError(`index.html has no ${selector}`);
  return found;
}

/** Creates the options of a `select`: value and text. */
export function options(
  choices: Iterable<readonly [value: string, text: string]>,
  selected?: string,
): HTMLOptionElement[] {
  return Array.from(choices, ([value, text]) =>
    element("option", { value, selected: value === selected }, text),
  );
}
