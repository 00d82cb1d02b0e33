// Runs the four forms and writes their log: node main.mjs [say.log]

import { close, toFile } from "clew";
import { forms } from "./say.mjs";

toFile(process.argv[2] ?? process.stdout);
for (const run of Object.values(forms)) await run();
await close();
