/** Limits of rendering. */
export interface RenderOptions {
  /**
   * Maximum depth of tuples, arrays and enums in each other. A thousand levels more are no danger to the stack, ten
   * thousand are.
   *
   * @default 512
   */
  readonly maxNesting?: number;
}
