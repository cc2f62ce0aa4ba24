// Echoes for synckit.
import { runAsWorker } from "synckit";

runAsWorker(async (bytes) => bytes);
