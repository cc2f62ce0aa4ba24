import { readdirSync, readFileSync } from "node:fs";

/** Returns the CPU time that processes have used, in milliseconds; NaN where the system has no `/proc`. */
export function cpuTimeMs(pids: readonly number[]): number {
  if (process.platform !== "linux") return Number.NaN;
  return pids.reduce((sum, pid) => sum + ofProcess(pid), 0);
}

/** Adds up the times of a process's threads, which `/proc` counts in nanoseconds. */
function ofProcess(pid: number): number {
  const folder = `/proc/${pid}/task`;
  return readdirSync(folder).reduce((sum, thread) => {
    const [ns] = readFileSync(`${folder}/${thread}/schedstat`, "latin1").split(" ");
    return sum + Number(ns) / 1e6;
  }, 0);
}
