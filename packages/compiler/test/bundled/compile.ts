import type { Compiler } from "@lutra/compiler";

/** Source that is compiled, in a page and for comparison. */
export const source = "func triple(x: Int64) -> 3 * x";

/** Compiles in a page, and shows the program's bytes or what went wrong as JSON. */
export async function showProgram(compiler: Compiler): Promise<void> {
  const outcome = compiler.check(source).then(async (project) => {
    const { program } = await project.compile("triple", "bytecodeLt");
    return { bytes: [...program.bytes] };
  });
  const shown = await outcome.catch((error: unknown) => ({ failed: String(error) }));
  await compiler.close();
  document.body.textContent = JSON.stringify(shown);
}
