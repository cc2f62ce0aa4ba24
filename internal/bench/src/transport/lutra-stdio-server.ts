// Echoes on standard input and output.
import { servePosix } from "@lutra/runner-posix";
import { EchoRunner } from "./echo-runner.ts";

await servePosix(new EchoRunner());
