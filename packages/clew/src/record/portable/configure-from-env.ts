import { NeedsNodeError } from "../errors.js";

/** The variables that `configureFromEnv` reads. */
export interface ClewEnv {
  readonly [name: string]: string | undefined;
}

/**
 * Sets logging up as the environment says; `import "clew/auto"` calls it, and no other import reads the environment.
 * An empty variable counts as none. Throws where the file cannot be opened or a value has no meaning.
 *
 * - `CLEW_FILE`: the file that messages go to, as with `toFile`; `-` is the standard output
 * - `CLEW_MODE`: its mode, `sync`, `buffered` or `thread`
 * - `CLEW_SPAWN_SITES`: `1` or `true` lets the children of all scopes remember the line that spawned them, as the option
 *   `spawnSites` does; a scope's own option still counts
 * - `CLEW_MONITOR`: `1` or `true` lets `clew monitor` attach, as `startMonitor` of `clew/observe` does; or the path of its
 *   socket
 * - `CLEW_UNCAUGHT`: `0` or `false` leaves what nobody catches out of the log, as `logUncaught(false)` does
 * - `CLEW_TRUST_KEY`: a key that services share; with it they continue each other's tasks over any network
 * - `CLEW_OFF`: `1` or `true` switches logging off, whatever destinations the program adds
 *
 * @example
 * ```ts
 * import { configureFromEnv, logMessage } from "clew";
 *
 * configureFromEnv({ CLEW_FILE: "shop.log", CLEW_MODE: "buffered" });
 * logMessage("started");
 * ```
 */
export function configureFromEnv(_env?: ClewEnv): void {
  throw new NeedsNodeError("configureFromEnv", "use addDestination with a function that takes each message");
}
