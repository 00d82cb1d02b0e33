import fs from "node:fs";
import { hub, warnOnce } from "../record/index.js";

const CODE = "CLEW_DESTINATION_FAILURE";

/**
 * Tells the person at the terminal what the log itself cannot say, once for each subject. At the end of the process a
 * warning would come too late, so there it is written `atOnce`.
 */
export function notice(subject: string, text: string, atOnce: boolean): void {
  if (!atOnce) {
    warnOnce(subject, text, CODE);
    return;
  }
  if (hub.warned.has(subject)) return;
  hub.warned.add(subject);
  try {
    fs.writeSync(2, `[${CODE}] ${text}\n`);
  } catch {
    // Nobody is listening there either.
  }
}
