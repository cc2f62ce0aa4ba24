// Exposes the interpreter, as a runner that is asynchronous.
import { AsyncRunner } from "@lutra/runner-async";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { exposeRunner } from "@lutra/runner-sync";

exposeRunner(new AsyncRunner(new InterpreterRunner()));
