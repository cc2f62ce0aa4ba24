import type { ProgramKind, Run } from "@lutra/runner-core";

/** An engine that has started. */
export interface StartedEngine {
  readonly run: Run;
  /** Ends the engine at once, whatever it does. */
  terminate(): void;
}

/** An engine that executes programs; loaded and started at its first use. */
export interface Engine {
  readonly id: string;
  readonly title: string;
  readonly kind: ProgramKind;
  start(): Promise<StartedEngine>;
}

/** Starts an engine once, and again after it was stopped or did not start. */
export class EngineHost {
  readonly engine: Engine;
  #started: Promise<StartedEngine> | undefined;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Returns the engine, started. */
  started(): Promise<StartedEngine> {
    if (this.#started === undefined) {
      const started = this.engine.start();
      this.#started = started;
      started.catch(() => {
        if (this.#started === started) this.#started = undefined;
      });
    }
    return this.#started;
  }

  /** Terminates the engine; the next use starts it anew. */
  stop(): void {
    const started = this.#started;
    this.#started = undefined;
    started?.then(
      (engine) => engine.terminate(),
      () => {},
    );
  }
}
