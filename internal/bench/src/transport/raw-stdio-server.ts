// Sends back what it gets.
process.stdin.on("data", (chunk) => process.stdout.write(chunk));
