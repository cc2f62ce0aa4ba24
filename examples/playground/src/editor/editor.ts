import {
  autocompletion,
  closeBrackets,
  completionKeymap,
  type CompletionSource,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Diagnostic } from "@lutra/compiler";
import { highlightStyle } from "./highlight-style.ts";
import { lutraLanguage } from "./lutra-language.ts";

/** Options of {@link createEditor}. */
export interface EditorOptions {
  readonly parent: HTMLElement;
  /** Name for screen readers. */
  readonly label: string;
  readonly onChange: () => void;
  /** Called for Ctrl-Enter or Cmd-Enter. */
  readonly onRun: () => void;
  /** Called for Shift-Alt-F. */
  readonly onFormat?: () => void;
  readonly complete?: CompletionSource;
}

/** An editor of Lutra source. */
export class Editor {
  readonly #view: EditorView;

  constructor(options: EditorOptions) {
    const { parent, label, onChange, onRun, onFormat, complete } = options;
    const done = (action: () => void) => (): boolean => {
      action();
      return true;
    };
    this.#view = new EditorView({
      parent,
      state: EditorState.create({
        extensions: [
          // First, so that Mod-Enter is not a new line.
          keymap.of([
            { key: "Mod-Enter", run: done(onRun) },
            ...(onFormat ? [{ key: "Shift-Alt-f", run: done(onFormat) }] : []),
          ]),
          lineNumbers(),
          history(),
          drawSelection(),
          indentUnit.of("  "),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          lutraLanguage,
          syntaxHighlighting(highlightStyle),
          complete ? [autocompletion({ override: [complete] }), lintGutter()] : [],
          // Escape, then Tab, leaves the editor: CodeMirror lets the key through once.
          keymap.of([
            ...completionKeymap,
            ...lintKeymap,
            ...historyKeymap,
            indentWithTab,
            ...defaultKeymap,
          ]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange();
          }),
        ],
      }),
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Replaces the text; its undo history stays. */
  set text(text: string) {
    if (text === this.text) return;
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  /** Underlines faults, in place of those shown before. */
  showDiagnostics(diagnostics: readonly Diagnostic[]): void {
    const { doc } = this.#view.state;
    const shown = diagnostics.map(({ message, code, range, notes }) => {
      const from = Math.min(range?.start.offset ?? 0, doc.length);
      const to = Math.min(Math.max(range?.end.offset ?? 0, from), doc.length);
      const lines = [message, ...notes.map((note) => note.message)];
      return {
        from,
        to,
        severity: "error" as const,
        message: lines.join("\n"),
        ...(code !== undefined && { source: code }),
      };
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, shown));
  }

  focus(): void {
    this.#view.focus();
  }
}
