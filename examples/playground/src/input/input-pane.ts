import { codecFor } from "@lutra/bin";
import { parseJson, parseSource } from "@lutra/bin/parse";
import type { ProgramType } from "@lutra/bin/program";
import { renderJson, renderSource, renderType } from "@lutra/bin/render";
import { exampleValue } from "@lutra/bin/transcode";
import { Editor } from "../editor/editor.ts";
import { element } from "../page/element.ts";
import { Tabs } from "../page/tabs.ts";
import { type Control, FieldError } from "./control.ts";
import { createForm } from "./form.ts";
import { withFile } from "./with-file.ts";

/** Ways to edit an input. */
export type InputFormat = "form" | "lutra" | "json";

/** Options of {@link InputPane}. */
export interface InputPaneOptions {
  readonly onChange: () => void;
  readonly onRun: () => void;
}

/** The input of a program: as a form made from its type, as Lutra source, as JSON; files of rows can be dropped on it. */
export class InputPane {
  readonly element: HTMLElement;
  readonly tabs: Tabs;
  readonly #editors: Readonly<Record<"lutra" | "json", Editor>>;
  readonly #formPlace: HTMLElement = element("div", { class: "form" });
  readonly #note: HTMLElement = element("p", { class: "note", role: "status" });
  readonly #typeText: HTMLElement = element("code", { class: "type" });
  readonly #onChange: () => void;
  #type: ProgramType | undefined;
  #names: readonly (string | undefined)[] = [];
  #form: Control | undefined;
  #isSetting = false;

  constructor({ onChange, onRun }: InputPaneOptions) {
    this.#onChange = onChange;
    const changed = (): void => {
      if (!this.#isSetting) this.#changed();
    };
    const lutra = element("div");
    const json = element("div");
    this.#editors = {
      lutra: new Editor({ parent: lutra, label: "Input as Lutra", onChange: changed, onRun }),
      json: new Editor({ parent: json, label: "Input as JSON", onChange: changed, onRun }),
    };
    let shown: InputFormat = "form";
    this.tabs = new Tabs(
      "Input",
      [
        { id: "form", title: "Form", panel: this.#formPlace },
        { id: "lutra", title: "Lutra", panel: lutra },
        { id: "json", title: "JSON", panel: json },
      ],
      (id) => {
        if (this.#convert(shown, id as InputFormat)) shown = id as InputFormat;
        else this.tabs.show(shown);
      },
    );
    this.show = (format) => {
      shown = format;
      this.tabs.show(format);
    };
    this.element = element(
      "div",
      {
        class: "input-body",
        ondragover: (event) => event.preventDefault(),
        ondrop: (event) => {
          event.preventDefault();
          const file = (event as DragEvent).dataTransfer?.files[0];
          if (file !== undefined) void this.readFile(file);
        },
      },
      this.#typeText,
      this.#formPlace,
      lutra,
      json,
      this.#note,
    );
  }

  /** Shows an editor without converting what is in the others. */
  readonly show: (format: InputFormat) => void;

  /** Sets the type of the program that the input is for, and the names of its parameters. */
  setType(type: ProgramType, names: readonly (string | undefined)[]): void {
    const before = this.#type && renderType(this.#type.input);
    const text = renderType(type.input);
    this.#type = type;
    this.#names = names;
    this.#typeText.textContent = text;
    if (this.tabs.selected === "form" && before !== text) this.#fillForm(this.#fromLutra());
  }

  /** The input as Lutra source: what links carry. */
  get text(): string {
    if (this.tabs.selected !== "lutra" && this.#type !== undefined) {
      try {
        this.#setText("lutra", renderSource(this.value(), this.#type.input, this.#type.defs));
      } catch {
        // What is in the form or the JSON is not a value yet: the last that was is kept.
      }
    }
    return this.#editors.lutra.text;
  }

  /** Takes an input as Lutra source. */
  set text(text: string) {
    this.#note.textContent = "";
    this.#setText("lutra", text);
    if (this.#type === undefined) return;
    const value = this.#fromLutra();
    if (this.tabs.selected === "form") this.#fillForm(value);
    if (this.tabs.selected === "json")
      this.#setText("json", renderJson(value, this.#type.input, this.#type.defs, { indent: 2 }));
  }

  /**
   * Reads the value.
   *
   * @throws Error if what was typed is not a value of the type
   */
  value(): unknown {
    const type = this.#known();
    switch (this.tabs.selected as InputFormat) {
      case "form":
        return (this.#form ?? this.#fillForm(this.#fromLutra())).value();
      case "lutra":
        return parseSource(this.#editors.lutra.text, type.input, type.defs);
      case "json":
        return parseJson(this.#editors.json.text, type.input, type.defs);
    }
  }

  /** Encodes the value. Shows what is wrong with it, and throws, if it is none. */
  encode(): Uint8Array {
    const type = this.#known();
    try {
      const bytes = codecFor(type.input, type.defs).encode(this.value());
      this.#note.textContent = "";
      return bytes;
    } catch (error) {
      this.#showError(error);
      throw error;
    }
  }

  /** Puts the rows of a file into the input. */
  async readFile(file: File): Promise<void> {
    const type = this.#known();
    try {
      const value = await withFile(file, this.value(), type);
      this.text = renderSource(value, type.input, type.defs);
      this.#note.textContent = `Read ${file.name}.`;
      this.#onChange();
    } catch (error) {
      this.#note.textContent = `${file.name}: ${(error as Error).message}`;
    }
  }

  #known(): ProgramType {
    if (this.#type === undefined) throw new Error("the program has not been compiled yet");
    return this.#type;
  }

  /** Converts the value for another editor; false if there is no value to convert. */
  #convert(from: InputFormat, to: InputFormat): boolean {
    if (from === to || this.#type === undefined) return true;
    const { input, defs } = this.#type;
    try {
      this.tabs.show(from);
      const value = this.value();
      this.tabs.show(to);
      if (to === "form") this.#fillForm(value);
      else if (to === "lutra") this.#setText("lutra", renderSource(value, input, defs));
      else this.#setText("json", renderJson(value, input, defs, { indent: 2 }));
      this.#note.textContent = "";
      return true;
    } catch (error) {
      this.#showError(error);
      return false;
    }
  }

  /** Returns the value of the Lutra text, or an example of the type if the text is not of it. */
  #fromLutra(): unknown {
    const { input, defs } = this.#known();
    try {
      return parseSource(this.#editors.lutra.text, input, defs);
    } catch {
      return exampleValue(input, defs);
    }
  }

  #fillForm(value: unknown): Control {
    const { input, defs } = this.#known();
    this.#form = createForm(input, defs, value, this.#names, () => this.#changed());
    this.#formPlace.replaceChildren(this.#form.element);
    return this.#form;
  }

  #setText(format: "lutra" | "json", text: string): void {
    this.#isSetting = true;
    this.#editors[format].text = text;
    this.#isSetting = false;
  }

  #changed(): void {
    this.#note.textContent = "";
    this.#onChange();
  }

  #showError(error: unknown): void {
    this.#note.textContent = (error as Error).message;
    if (error instanceof FieldError) error.field.focus();
  }
}
