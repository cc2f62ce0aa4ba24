import { execFileSync } from "node:child_process";

/** Keeps all threads of a process on one CPU. Does nothing where `taskset` is missing. */
export function pin(pid: number, cpu: number): void {
  if (process.platform !== "linux") return;
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", String(cpu), String(pid)]);
}
