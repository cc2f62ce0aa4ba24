// A page for bundlers: shows what the blocking calls of its worker came to, or how its worker failed, as JSON.
const caller = new Worker(new URL("../browser/caller.ts", import.meta.url), { type: "module" });
caller.onmessage = (event) => {
  document.body.textContent = JSON.stringify(event.data);
};
caller.onerror = (event) => {
  document.body.textContent = JSON.stringify({ failed: event.message });
};
