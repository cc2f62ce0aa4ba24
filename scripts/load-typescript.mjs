// `node --import` this to run TypeScript as it stands, in threads too: `--import tsx` alone leaves those without.
import { register } from "tsx/esm/api";

register();
