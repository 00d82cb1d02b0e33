import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import { type Carrier, type Context, hub } from "../record/index.js";
import { locateFunction } from "./locate-function.js";
import { openGrowingFile } from "./open-growing-file.js";
import { startSampling } from "./sampling/index.js";

/**
 * Gives the hub a carrier that follows awaits, timers and callbacks, and what else only the runtime can do: warn, tell
 * where a function was defined, write files, and hold lines back until the process ends. The first copy of the package
 * does it for all.
 */
export function installCarrier(): void {
  if (hub.carrier.followsAwaits) return;
  hub.carrier = createAsyncCarrier();
  hub.warn = (text, code) => process.emitWarning(text, { type: "ClewWarning", code });
  hub.locateFunction = locateFunction;
  // A scope's signal is made for sharing; Node would warn of the eleventh who listens.
  hub.shareSignal = (signal) => setMaxListeners(0, signal as AbortSignal);
  hub.openGrowingFile = openGrowingFile;
  hub.startSampling = startSampling;
}

/** A carrier on one AsyncLocalStorage. */
function createAsyncCarrier(): Carrier {
  const store = new AsyncLocalStorage<Context | undefined>();
  return {
    followsAwaits: true,
    // Bound, not wrapped: a wrapper that passes arguments on costs as much as the call.
    get: store.getStore.bind(store),
    run: store.run.bind(store),
    enter: store.enterWith.bind(store),
    bindTo(channel, contextOf) {
      channel.bindStore(store as never, contextOf);
      return () => channel.unbindStore(store as never);
    },
  };
}
