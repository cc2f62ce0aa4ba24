import { HttpClient } from "@lutra/runner-http";
import { ShopClient } from "./shop.lutra.ts";

// The policy in index.html names it too.
const server = "http://127.0.0.1:8080";

/** Client of the shop's programs. The module has the hash of a program only; the server has the program. */
export const shop: ShopClient = new ShopClient(new HttpClient(server));
