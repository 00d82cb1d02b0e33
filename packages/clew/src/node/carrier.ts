import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import { createAsyncCarrier, hub } from "../record/index.js";
import { locateFunction } from "./locate-function.js";
import { openGrowingFile } from "./open-growing-file.js";
import { startSampling } from "./sampling/index.js";
import { isThisHost } from "./this-host.js";

/**
 * Gives the hub a carrier that follows awaits, timers and callbacks, and what else only the runtime can do: warn, tell
 * where a function was defined, write files, and hold lines back until the process ends. The first copy of the package
 * does it for all.
 */
export function installCarrier(): void {
  if (hub.openGrowingFile !== undefined) return;
  if (!hub.carrier.followsAwaits) hub.carrier = createAsyncCarrier(AsyncLocalStorage);
  hub.warn = (text, code) => process.emitWarning(text, { type: "ClewWarning", code });
  hub.locateFunction = locateFunction;
  // A scope's signal is made for sharing; Node would warn of the eleventh who listens.
  hub.shareSignal = (signal) => setMaxListeners(0, signal as AbortSignal);
  hub.openGrowingFile = openGrowingFile;
  hub.startSampling = startSampling;
  hub.isThisHost = isThisHost;
}
