/**
 * Returns a function of a string that remembers its last result: nearly every request names the same host, or the same
 * URL.
 */
export function remembered<T>(compute: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly result: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, result: compute(text) };
    return last.result;
  };
}
