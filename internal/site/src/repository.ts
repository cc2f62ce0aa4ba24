import { fileURLToPath } from "node:url";

/** Root of the repository, with a slash at its end. */
export const root: string = fileURLToPath(new URL("../../..", import.meta.url));

/** Folder in which pages are put together for VitePress. */
export const pagesFolder: string = fileURLToPath(new URL("../pages/", import.meta.url));

/** Folder of the built site. */
export const outputFolder: string = fileURLToPath(new URL("../dist/", import.meta.url));
