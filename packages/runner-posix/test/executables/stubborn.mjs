// Neither the end of input nor SIGTERM ends it.
process.on("SIGTERM", () => {});
process.stdin.resume();
setInterval(() => {}, 1000);
console.error("stubborn is up");
