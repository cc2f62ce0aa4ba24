// Exposes nothing.
export {};
