import { AsyncRunner } from "@lutra/runner-async";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { servePosix } from "@lutra/runner-posix";

process.stderr.write(`pid ${process.pid}\n`);
await servePosix(new AsyncRunner(new InterpreterRunner()));
