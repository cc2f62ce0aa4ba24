/** Input that no module can be generated from: what is wrong with it, and what helps. */
export class CodegenError extends Error {
  /** Advice on what to do about it. */
  readonly help: string | undefined;

  constructor(message: string, help?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CodegenError";
    this.help = help;
  }
}
