import { type ClewEnv, type FileMode, hub } from "../record/index.js";
import { toFile } from "./file/index.js";
import { setTrustKey } from "./trust-key.js";

/** See the portable `configureFromEnv`, which says what this does. */
export function configureFromEnv(env: ClewEnv = process.env): void {
  const { CLEW_FILE: file, CLEW_MODE: mode, CLEW_OFF: off } = env;
  const {
    CLEW_LOG_ALL_TASKS: allTasks,
    CLEW_SPAWN_SITES: spawnSites,
    CLEW_UNCAUGHT: uncaught,
    CLEW_TRUST_KEY: trustKey,
  } = env;
  if (allTasks && isOn(allTasks, `CLEW_LOG_ALL_TASKS=${allTasks}`)) hub.allTasksLogged++;
  if (spawnSites) hub.spawnSites = isOn(spawnSites, `CLEW_SPAWN_SITES=${spawnSites}`);
  if (uncaught) hub.logsUncaught = isOn(uncaught, `CLEW_UNCAUGHT=${uncaught}`);
  if (trustKey) setTrustKey(trustKey);
  if (off && isOn(off, `CLEW_OFF=${off}`)) {
    hub.isOff = true;
    hub.isListening = false;
    hub.early = undefined;
    return;
  }
  if (!file) return;
  toFile(file === "-" ? process.stdout : file, mode ? { mode: toMode(mode) } : undefined);
}

function isOn(value: string, setting: string): boolean {
  switch (value.toLowerCase()) {
    case "1":
    case "true":
      return true;
    case "0":
    case "false":
      return false;
    default:
      throw new TypeError(`Cannot read ${setting}: give 1 to switch it on, or nothing`);
  }
}

function toMode(value: string): FileMode {
  if (value === "sync" || value === "buffered" || value === "thread") return value;
  throw new TypeError(`Cannot read CLEW_MODE=${value}: give sync, buffered or thread`);
}
