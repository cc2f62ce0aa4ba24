/** Segments of a name: modules, then the name itself. */
export type Path = readonly string[];

/** Returns for each path the shortest tail that no other path ends in; the whole path if there is none. */
export function shortestTails(paths: readonly Path[]): readonly Path[] {
  const counts = new Map<string, number>();
  const keys = new Set<string>();
  for (const path of paths) {
    const whole = JSON.stringify(path);
    if (keys.has(whole)) continue;
    keys.add(whole);
    for (let length = 1; length <= path.length; length++) {
      const key = JSON.stringify(path.slice(-length));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return paths.map((path) => {
    for (let length = 1; length < path.length; length++) {
      const tail = path.slice(-length);
      if (counts.get(JSON.stringify(tail)) === 1) return tail;
    }
    return path;
  });
}
