// Takes Atomics.waitAsync away from this thread. Imported before anything that would use it.
delete (Atomics as { waitAsync?: unknown }).waitAsync;
