/** Limits of parsing. They bound the stack for text from anyone; time is linear in the text. */
export interface ParseOptions {
  /**
   * Maximum depth of tuples, arrays and enums in each other. A thousand levels more are no danger to the stack, ten
   * thousand are.
   *
   * @default 512
   */
  readonly maxNesting?: number;
}
