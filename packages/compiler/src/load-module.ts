/** Node's modules, reached without an import so that browsers can load this file. */
interface NodeProcess {
  getBuiltinModule?(name: "node:fs/promises"): {
    readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
  };
}

/**
 * Loads and compiles the WebAssembly of the package, or that at a URL.
 *
 * @throws Error if it is not there
 */
export async function loadModule(url: string | undefined): Promise<WebAssembly.Module> {
  const place =
    url === undefined ? new URL("../wasm/lutra-compiler.wasm", import.meta.url) : new URL(url);
  const { process } = globalThis as { readonly process?: NodeProcess };
  const files = process?.getBuiltinModule?.("node:fs/promises");
  if (files !== undefined && place.protocol === "file:")
    return WebAssembly.compile(await files.readFile(place));
  const response = await fetch(place);
  if (!response.ok) throw new Error(`${place.href}: HTTP status ${response.status}`);
  // Not compileStreaming: servers of static files often do not know the media type.
  return WebAssembly.compile(await response.arrayBuffer());
}
