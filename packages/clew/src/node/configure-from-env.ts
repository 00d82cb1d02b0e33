import { type ClewEnv, type FileMode, hub } from "../record/index.js";
import { toFile } from "./to-file.js";

/** See the portable `configureFromEnv`, which says what this does. */
export function configureFromEnv(env: ClewEnv = process.env): void {
  if (isOn(env)) {
    hub.isOff = true;
    hub.isListening = false;
    hub.early = undefined;
    return;
  }
  const { CLEW_FILE: file, CLEW_MODE: mode } = env;
  if (!file) return;
  toFile(file === "-" ? process.stdout.fd : file, mode ? { mode: toMode(mode) } : undefined);
}

function isOn({ CLEW_OFF: value = "" }: ClewEnv): boolean {
  switch (value.toLowerCase()) {
    case "1":
    case "true":
      return true;
    case "":
    case "0":
    case "false":
      return false;
    default:
      throw new TypeError(`Cannot read CLEW_OFF=${value}: give 1 to switch logging off, or nothing`);
  }
}

function toMode(value: string): FileMode {
  if (value === "sync" || value === "buffered" || value === "thread") return value;
  throw new TypeError(`Cannot read CLEW_MODE=${value}: give sync, buffered or thread`);
}
