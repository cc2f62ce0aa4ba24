// Fails before it serves anything.
throw new Error("no configuration");
