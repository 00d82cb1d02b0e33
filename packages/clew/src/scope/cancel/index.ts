export { CancelLink } from "./cancel-link.js";
export { Cancelled, type CancelSource } from "./cancelled.js";
export { contextOf, currentRegion, isHeldBy, livingRegion, rootRegion } from "./current-region.js";
export { isCancelOrAbort, isEcho } from "./echo.js";
export { jointSignal } from "./joint-signal.js";
export { type CancelListener, cancelRegion, Region, regionOfSignal, type Waiting } from "./region.js";
export type { MinimalSignal, Signal, SignalOptions } from "./signal.js";
export { cancelledBySignal, regionOf } from "./signal-region.js";
