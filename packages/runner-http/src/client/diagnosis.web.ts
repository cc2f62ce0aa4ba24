// Browsers say of a failed request only that it failed. See `diagnosis.ts`.
import type { Diagnosis } from "./diagnosis.ts";

export function diagnose(cause: unknown): Diagnosis {
  return { cause, isRefused: false, hint: "" };
}
