// Exposes a runner that cannot be shut down.
import { Runner, RunnerError } from "@lutra/runner-core";
import { exposeRunner } from "@lutra/runner-sync";

class FailingShutdown extends Runner<undefined> {
  override async prepare(): Promise<undefined> {}

  override async execute(): Promise<Uint8Array> {
    return new Uint8Array();
  }

  override async shutdown(): Promise<void> {
    throw new RunnerError("the disk is full", { code: "DISK_FULL" });
  }
}

exposeRunner(new FailingShutdown());
