// For `using`: defines the symbols that WebKit lacks, before the packages are loaded, as a polyfill does.
for (const name of ["dispose", "asyncDispose"] as const)
  if (!(name in Symbol))
    Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) });
