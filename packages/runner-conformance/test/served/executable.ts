// An executable runner: `node executable.mjs interpreter|probe`.
import { servePosix } from "@lutra/runner-posix";
import { type ServedRunner, servedRunners } from "./runners.ts";

await servePosix(servedRunners[process.argv[2] as ServedRunner]());
