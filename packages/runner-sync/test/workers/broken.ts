// Fails before it exposes anything.
throw new Error("no configuration");
