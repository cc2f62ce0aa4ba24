// A runner whose code prints wherever it can.
import { writeSync } from "node:fs";
import { Runner } from "@lutra/runner-core";
import { reserveStdout, servePosix } from "@lutra/runner-posix";

reserveStdout();
console.log("log before serving");
const stdout = process.stdout;

class NoisyRunner extends Runner<string> {
  override async prepare(): Promise<string> {
    console.log("log while preparing");
    console.table([{ row: 1 }]);
    return "handle";
  }
  override async execute(_: string, input: Uint8Array): Promise<Uint8Array> {
    process.stdout.write("direct write\n");
    stdout.write("kept stream\n");
    return input;
  }
  override async shutdown(): Promise<void> {
    console.info("log while shutting down");
    writeSync(2, "shut down\n");
  }
}

await servePosix(new NoisyRunner());
