import { openSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Program, Runner } from "@lutra/runner-core";
import { answerTo } from "./call.ts";

/** Runner that writes each call's input to a file before it works on it, so that the file survives its process. */
export class LoggingRunner extends Runner<Program> {
  readonly #log: number;
  readonly #workMs: number;

  constructor(log: string, workMs: number) {
    super();
    this.#log = openSync(log, "a");
    this.#workMs = workMs;
  }

  override async prepare(program: Program): Promise<Program> {
    return program;
  }

  override async execute(program: Program, input: Uint8Array): Promise<Uint8Array> {
    // In one write: the files of several processes are one, and a kill must not leave half an id.
    writeSync(this.#log, input);
    await sleep(this.#workMs);
    return answerTo(program, input);
  }
}
