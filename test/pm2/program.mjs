// Logs so many numbered messages to the destination that is named, says so by a file, and lives on until PM2 ends it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { logMessage, toFile } from "clew";

const { CLEW_TO, CLEW_MODE, CLEW_COUNT, CLEW_FOLDER, NODE_APP_INSTANCE = "0" } = process.env;

toFile(CLEW_TO === "stdout" ? process.stdout : join(CLEW_FOLDER, "app.log"), { mode: CLEW_MODE });
for (let i = 0; i < Number(CLEW_COUNT); i++) logMessage("numbered", { instance: Number(NODE_APP_INSTANCE), i });
writeFileSync(join(CLEW_FOLDER, `ready-${NODE_APP_INSTANCE}`), "");
setInterval(() => {}, 1_000);
