// For Deno: prints as JSON what the blocking calls of a Web Worker came to.
const caller = new Worker(new URL("./caller.ts", import.meta.url), { type: "module" });
caller.onmessage = (event) => {
  console.log(JSON.stringify(event.data));
  caller.terminate();
};
