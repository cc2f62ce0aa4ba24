import { dataFolderTemplate } from "./data-folder.ts";

/** Makes the template before any test waits for it. */
export async function setup(): Promise<void> {
  await dataFolderTemplate();
}
