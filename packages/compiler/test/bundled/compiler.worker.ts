// The worker of a page, as the README writes it.
import { serveCompiler } from "@lutra/compiler/worker";
serveCompiler();
