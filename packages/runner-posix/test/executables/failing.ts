// A runner that cannot be shut down.
import { Runner } from "@lutra/runner-core";
import { servePosix } from "@lutra/runner-posix";

class FailingRunner extends Runner<string> {
  override async prepare(): Promise<string> {
    return "handle";
  }
  override async execute(_: string, input: Uint8Array): Promise<Uint8Array> {
    return input;
  }
  override async shutdown(): Promise<void> {
    throw new Error("the disk is full");
  }
}

await servePosix(new FailingRunner());
