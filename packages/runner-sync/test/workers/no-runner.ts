// Promises a runner that cannot be made.
import { exposeRunner } from "@lutra/runner-sync";

exposeRunner(Promise.reject(new Error("no database")));
