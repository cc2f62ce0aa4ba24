/** Limits of rendering. */
export interface RenderOptions {
  /**
   * How deep tuples, arrays and enums may lie in each other. A thousand levels more are no danger
   * to the stack, ten thousand are.
   *
   * @default 512
   */
  readonly maxNesting?: number;
}
