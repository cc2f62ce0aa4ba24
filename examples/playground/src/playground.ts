import { codecFor } from "@lutra/bin";
import { renderSource } from "@lutra/bin/render";
import { CompileError, type Definition } from "@lutra/compiler";
import { loadCompiler } from "./compiler/load-compiler.ts";
import { type Checked, type Compiled, Workbench } from "./compiler/workbench.ts";
import { completions } from "./editor/complete.ts";
import { Editor } from "./editor/editor.ts";
import { duckDb } from "./engines/duckdb.ts";
import { EngineHost } from "./engines/engine.ts";
import { execute } from "./engines/execute.ts";
import { interpreter } from "./engines/interpreter.ts";
import { pglite } from "./engines/pglite.ts";
import { remoteEngine } from "./engines/remote.ts";
import { InputPane } from "./input/input-pane.ts";
import { packLink, type Shared, unpackLink } from "./link.ts";
import { element, find, options } from "./page/element.ts";
import type { Outcome } from "./result/outcome.ts";
import { ResultsPane } from "./result/results-pane.ts";
import { type Showcase, showcases } from "./showcases.ts";

/** Wait after the last key before a source is checked. */
const checkAfterMs = 250;

const firstShowcase = "movie-search";

/** The page: editor, input, engines and results, and what happens between them. */
export class Playground {
  readonly #workbench = new Workbench(loadCompiler());
  readonly #hosts: EngineHost[] = [interpreter, pglite, duckDb].map(
    (engine) => new EngineHost(engine),
  );
  readonly #enabled = new Set([interpreter.id]);
  readonly #editor: Editor;
  readonly #input: InputPane;
  readonly #results = new ResultsPane();
  readonly #showcasePicker = find("#showcase", HTMLSelectElement);
  readonly #programPicker = find("#program", HTMLSelectElement);
  readonly #engineList = find("#engines", HTMLElement);
  readonly #faults = find("#faults", HTMLElement);
  readonly #runButton = find("#run", HTMLButtonElement);
  readonly #stopButton = find("#stop", HTMLButtonElement);
  #checked: Checked = { diagnostics: [], definitions: [] };
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  constructor() {
    const onRun = (): void => void this.run();
    this.#editor = new Editor({
      parent: find("#source", HTMLElement),
      label: "Lutra source",
      onRun,
      onFormat: () => void this.#format(),
      onChange: () => this.#sourceChanged(),
      complete: (context) => completions(context, this.#checked),
    });
    this.#input = new InputPane({ onRun, onChange: () => this.#forgetLink() });
    find("#input-tabs", HTMLElement).append(this.#input.tabs.element);
    find("#input", HTMLElement).append(this.#input.element);
    find("#result-tabs", HTMLElement).append(this.#results.tabs.element);
    find("#results", HTMLElement).append(this.#results.element);
    this.#listen();
    this.#showEngines();
  }

  /** Shows what the address asks for, else the first showcase, and runs it. */
  async start(): Promise<void> {
    const shared = await unpackLink(location.hash);
    if (shared === undefined) await this.#openShowcase(firstShowcase);
    else await this.#open(shared);
    await this.run();
  }

  /** Compiles the program for each chosen engine and runs it there. */
  async run(): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#runButton.disabled = true;
    this.#stopButton.disabled = false;
    try {
      const hosts = this.#hosts.filter(({ engine }) => this.#enabled.has(engine.id));
      if (hosts.length === 0) {
        this.#results.showProgress("Choose an engine.");
        return;
      }
      this.#results.showProgress("Running …");
      const input = await this.#encodeInput(hosts[0]!);
      const outcomes = await Promise.all(
        hosts.map((host) => this.#runOn(host, input, running.signal)),
      );
      if (!running.signal.aborted) this.#results.show(outcomes, this.#definition);
    } catch (error) {
      if (!running.signal.aborted) this.#results.showProgress((error as Error).message);
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.#runButton.disabled = false;
        this.#stopButton.disabled = true;
      }
    }
  }

  async #runOn(host: EngineHost, input: Uint8Array, signal: AbortSignal): Promise<Outcome> {
    const { engine } = host;
    let compiled: Compiled | undefined;
    try {
      compiled = await this.#compile(host);
      const execution = await execute(host, compiled.program, input, signal);
      const { output, defs } = compiled.type;
      const value = codecFor(output, defs).decode(execution.output);
      return {
        engine,
        ...compiled,
        ...execution,
        value,
        literal: renderSource(value, output, defs),
      };
    } catch (error) {
      return { engine, program: compiled?.program, error: error as Error };
    }
  }

  #compile({ engine }: EngineHost): Promise<Compiled> {
    return this.#workbench.compile(this.#editor.text, this.#program, engine.kind);
  }

  /** Encodes the input, which has the same type for all engines. */
  async #encodeInput(host: EngineHost): Promise<Uint8Array> {
    await this.#takeType(host);
    return this.#input.encode();
  }

  /** Compiles for one engine to know the input's type. A program that needs another engine has its type from there. */
  async #takeType(first: EngineHost): Promise<void> {
    const failures: unknown[] = [];
    for (const host of [first, ...this.#hosts.filter((other) => other !== first)]) {
      try {
        const { type } = await this.#compile(host);
        this.#input.setType(type, this.#definition?.parameters ?? []);
        return;
      } catch (error) {
        failures.push(error);
      }
    }
    const [failure] = failures;
    if (failure instanceof CompileError) this.#showFaults(failure.diagnostics);
    throw failure;
  }

  get #program(): string {
    return this.#programPicker.value || "main";
  }

  /** The function that runs, as the compiler tells it. */
  get #definition(): Definition | undefined {
    return this.#checked.definitions.find(({ path }) => path.join("::") === this.#program);
  }

  #listen(): void {
    this.#showcasePicker.append(...options(showcases.map(({ name }) => [name, name])));
    this.#showcasePicker.addEventListener("change", () => {
      void this.#openShowcase(this.#showcasePicker.value).then(() => this.run());
    });
    this.#programPicker.addEventListener("change", () => void this.#check());
    this.#runButton.addEventListener("click", () => void this.run());
    this.#stopButton.addEventListener("click", () => this.#stop());
    find("#format", HTMLButtonElement).addEventListener("click", () => void this.#format());
    find("#share", HTMLButtonElement).addEventListener("click", () => void this.#share());
    find("#file", HTMLInputElement).addEventListener("change", (event) => {
      const field = event.target as HTMLInputElement;
      const file = field.files?.[0];
      field.value = "";
      if (file !== undefined) void this.#input.readFile(file);
    });
    const remote = find("#remote", HTMLFormElement);
    remote.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#addRemote(find("#remote-url", HTMLInputElement).value);
    });
    addEventListener("hashchange", () => {
      void unpackLink(location.hash).then(async (shared) => {
        if (shared !== undefined) await this.#open(shared);
      });
    });
    if (!this.#workbench.hasCompiler)
      this.#say("This page was built without the compiler: it runs the showcases as they are.");
  }

  async #openShowcase(name: string): Promise<void> {
    const showcase: Showcase = showcases.find((other) => other.name === name) ?? showcases[0]!;
    const [source, input] = await Promise.all([showcase.source(), showcase.input()]);
    this.#workbench.show(showcase, source);
    this.#showcasePicker.value = showcase.name;
    await this.#open({ source, program: "main", input });
  }

  async #open({ source, program, input }: Shared): Promise<void> {
    this.#editor.text = source;
    this.#input.text = input;
    clearTimeout(this.#checkTimer);
    await this.#check(program);
    this.#input.text = input;
  }

  #sourceChanged(): void {
    this.#forgetLink();
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => void this.#check(), checkAfterMs);
  }

  /** Checks the source, shows its faults, its functions and the form of its input. */
  async #check(program: string = this.#program): Promise<void> {
    const source = this.#editor.text;
    try {
      const checked = await this.#workbench.check(source);
      if (source !== this.#editor.text) return;
      this.#showFaults(checked.diagnostics);
      if (checked.diagnostics.length > 0) return;
      this.#checked = checked;
      this.#showPrograms(program);
      await this.#takeType(this.#hosts[0]!);
    } catch (error) {
      if (!(error instanceof CompileError)) this.#say((error as Error).message);
    }
  }

  #showFaults(diagnostics: CompileError["diagnostics"]): void {
    this.#editor.showDiagnostics(diagnostics);
    const [first] = diagnostics;
    if (first === undefined) {
      this.#say("");
      return;
    }
    const place = first.range ? `Line ${first.range.start.line}: ` : "";
    const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
    this.#say(`${place}${first.message}${more}`);
  }

  #say(text: string): void {
    this.#faults.textContent = text;
  }

  #showPrograms(selected: string): void {
    const names = this.#checked.definitions
      .filter(({ kind }) => kind === "function")
      .map(({ path }) => path.join("::"));
    const all = names.length === 0 ? ["main"] : names;
    const chosen = all.includes(selected) ? selected : all.includes("main") ? "main" : all.at(-1)!;
    this.#programPicker.replaceChildren(
      ...options(
        all.map((name) => [name, name]),
        chosen,
      ),
    );
  }

  #showEngines(): void {
    this.#engineList.replaceChildren(
      ...this.#hosts.map(({ engine }) => {
        const box = element("input", {
          type: "checkbox",
          value: engine.id,
          onchange: () => {
            if (box.checked) this.#enabled.add(engine.id);
            else this.#enabled.delete(engine.id);
            void this.run();
          },
        });
        box.checked = this.#enabled.has(engine.id);
        return element("label", {}, box, engine.title);
      }),
    );
  }

  async #addRemote(url: string): Promise<void> {
    try {
      const engine = await remoteEngine(url);
      const at = this.#hosts.findIndex((host) => host.engine.id === engine.id);
      if (at >= 0) this.#hosts.splice(at, 1)[0]!.stop();
      this.#hosts.push(new EngineHost(engine));
      this.#enabled.add(engine.id);
      this.#showEngines();
      await this.run();
    } catch (error) {
      this.#results.showProgress(`${url}: ${(error as Error).message}`);
    }
  }

  /** Ends engines that are at work: a program that does not end has no other end. */
  #stop(): void {
    this.#running?.abort();
    for (const host of this.#hosts) if (this.#enabled.has(host.engine.id)) host.stop();
    this.#results.showProgress("Stopped.");
  }

  async #format(): Promise<void> {
    try {
      this.#editor.text = await this.#workbench.format(this.#editor.text);
    } catch (error) {
      if (error instanceof CompileError) this.#showFaults(error.diagnostics);
      else this.#say((error as Error).message);
    }
  }

  async #share(): Promise<void> {
    const shared = { source: this.#editor.text, program: this.#program, input: this.#input.text };
    history.replaceState(undefined, "", await packLink(shared));
    try {
      await navigator.clipboard.writeText(location.href);
      this.#say("The link is in the clipboard.");
    } catch {
      this.#say("The address of this page is the link.");
    }
  }

  /** Removes the link from the address: it is no longer what the page shows. */
  #forgetLink(): void {
    if (location.hash !== "")
      history.replaceState(undefined, "", location.pathname + location.search);
  }
}
