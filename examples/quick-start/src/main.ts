import { AsyncRunner } from "@lutra/runner-async";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { MoviesClient } from "./movies.lutra.ts"; // generated

await using lutra = new MoviesClient(new AsyncRunner(new InterpreterRunner()));
const movies = [
  { title: "Harbour", year: 1999, rating: 9 },
  { title: "Ether", year: 2019, rating: 8.75 },
  { title: "Under the Ice", year: 2011, rating: 6.5 },
];
for (const { title, rating } of await lutra.best(movies, 2000, 2n)) console.log(title, rating);
