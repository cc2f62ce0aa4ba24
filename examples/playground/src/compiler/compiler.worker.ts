import { serveCompiler } from "@lutra/compiler/worker";

serveCompiler();
