/**
 * Waits until a condition holds. There is no time limit of its own: in vain, the test ends by its time-out.
 *
 * @param condition asked every few milliseconds
 */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 2));
}
