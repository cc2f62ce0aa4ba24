import { element } from "./element.ts";

/** A panel, shown when its tab is selected. */
export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly panel: HTMLElement;
}

/** Tabs as the ARIA practices describe them: arrows, Home and End move, one tab is in the order of the Tab key. */
export class Tabs {
  readonly element: HTMLElement;
  readonly #buttons: ReadonlyMap<string, HTMLButtonElement>;
  readonly #tabs: readonly Tab[];
  readonly #onSelect: (id: string) => void;
  #selected: string;

  constructor(label: string, tabs: readonly Tab[], onSelect: (id: string) => void = () => {}) {
    const prefix = `tabs-${nextNumber()}`;
    this.#tabs = tabs;
    this.#onSelect = onSelect;
    this.#selected = tabs[0]!.id;
    this.#buttons = new Map(
      tabs.map(({ id, title, panel }) => {
        const button = element(
          "button",
          {
            type: "button",
            role: "tab",
            id: `${prefix}-${id}`,
            "aria-controls": `${prefix}-${id}-panel`,
            onclick: () => this.select(id),
          },
          title,
        );
        panel.id = `${prefix}-${id}-panel`;
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", button.id);
        return [id, button];
      }),
    );
    this.element = element(
      "div",
      {
        role: "tablist",
        "aria-label": label,
        class: "tabs",
        onkeydown: (event) => this.#move(event),
      },
      ...this.#buttons.values(),
    );
    this.show(this.#selected);
  }

  get selected(): string {
    return this.#selected;
  }

  /** Shows a panel, as a click on its tab does. */
  select(id: string): void {
    this.show(id);
    this.#onSelect(id);
  }

  /** Shows a panel without telling. */
  show(id: string): void {
    this.#selected = id;
    for (const tab of this.#tabs) {
      const isSelected = tab.id === id;
      const button = this.#buttons.get(tab.id)!;
      button.setAttribute("aria-selected", String(isSelected));
      button.tabIndex = isSelected ? 0 : -1;
      tab.panel.hidden = !isSelected;
    }
  }

  #move(event: Event): void {
    const ids = this.#tabs.map(({ id }) => id);
    const at = ids.indexOf(this.#selected);
    const places: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % ids.length,
      ArrowLeft: (at + ids.length - 1) % ids.length,
      Home: 0,
      End: ids.length - 1,
    };
    const next = places[(event as KeyboardEvent).key];
    if (next === undefined) return;
    event.preventDefault();
    this.select(ids[next]!);
    this.#buttons.get(ids[next]!)!.focus();
  }
}

let count = 0;

function nextNumber(): number {
  return ++count;
}
