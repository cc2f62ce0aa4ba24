/** Output of `lutra-codegen --help`. No line is longer than 80. */
export const helpText = `Generates TypeScript for compiled Lutra programs.

Usage:
  lutra-codegen FOLDER --out FILE [options]     from compiled programs
  lutra-codegen --project DIR --out FILE        from .lt sources
  lutra-codegen                                 as lutra.codegen.json says
  lutra-codegen types PROGRAM.rr.ld             prints the types of a program

Options:
  --out FILE              the module to write: src/programs.lutra.ts
  --check                 write nothing; exit 1 and names if modules are stale
  --watch                 generate again whenever a file changes
  --json                  print the result as JSON
  --project DIR           compile .lt sources, with @lutra/compiler or lutra
  --lutra PATH            compile with this command of Lutra 0.6
  --repr LIST             bytecode-lt,sql-pg,sql-duckdb; default: what compiles
  --programs MODE         embed | hash (for clients of a server) | none
  --server-out FILE       with --programs hash: the programs, for the server
  --codecs MODE           code (fast) | combinators (less text) | none
  --values LIST           date=iso|js, timestamp=iso|js, time=iso, duration=iso,
                          decimal=text, int64=number
  --brand P               types kept apart by name: shop::*; may be repeated
  --include, --exclude P  functions by name: movies::*; may be repeated
  --name PATH=NAME        another name for a type: orders::Row=OrderRow
  --natives MODULE        types of functions of the host: acme::geometry
  --sync                  a client for synchronous runners as well
  --no-client, --no-docs  leave out the client, the documentation
  --force                 write over a file that is not generated
  --config FILE           default: lutra.codegen.json
  -h, --help              this text
  -V, --version           the version

Exit codes: 0 done, 1 failed or stale, 2 called wrongly.
`;
