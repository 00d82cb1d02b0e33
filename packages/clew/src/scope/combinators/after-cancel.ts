import { Cancelled, currentRegion, isEcho, type SignalOptions } from "../cancel/index.js";
import { cancelledHere } from "../waits/index.js";

/**
 * Ends what would begin again, where it must not: throws a cancel, and, where whoever is here was cancelled, also any other
 * error, such as that of a rollback. Another attempt would not begin, and the error would be lost with it.
 */
export function throwIfCancelled(error: unknown, options: SignalOptions): void {
  if (error instanceof Cancelled) throw error;
  const cancelled = cancelledHere(options);
  if (cancelled === undefined) return;
  const region = currentRegion();
  throw region !== undefined && isEcho(error, region) ? cancelled : error;
}
