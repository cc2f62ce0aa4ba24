/**
 * Refuses a string in place of a list: it would be a list of its characters.
 *
 * @throws TypeError that names the option
 */
export function refuseString(option: string, list: unknown): void {
  if (typeof list !== "string") return;
  throw new TypeError(`${option}: expected a list, got the string ${JSON.stringify(list)}`);
}
