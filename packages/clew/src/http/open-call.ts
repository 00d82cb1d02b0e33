/** A call that goes out, as an action: `http.call`, whatever client makes it. */

import { serializeTo } from "../node/index.js";
import { type Action, type ActionRecord, shared, startAction } from "../record/index.js";
import { answered, callGone, isFailure } from "./outcome.js";
import { plainUrl } from "./urls.js";

/** Options of what makes calls actions. */
export interface CallOptions {
  /** Which calls are left alone, by their method and URL; they are told of no trace either. */
  readonly ignore?: (call: { readonly method: string; readonly url: string }) => boolean;
}

/** A call that has not ended. */
export interface OpenCall {
  readonly action: Action;
  status: number | undefined;
}

/** The actions of calls: what a client of clients makes within one is that call. */
const calls = shared("http.calls", () => new WeakSet<Action>());

/** Whether an action is a call's. */
export function isCall(action: Action | undefined): boolean {
  return action !== undefined && calls.has(action);
}

/** Starts a call, unless it is to be ignored. `headers` are those that tell the receiver of it. */
export function startCall(
  method: string,
  url: string,
  { ignore }: CallOptions,
): { readonly call: OpenCall; readonly headers: Record<string, string> } | undefined {
  try {
    if (ignore?.({ method, url })) return undefined;
  } catch {
    // A question that fails leaves nothing out.
  }
  const action = startAction("http.call", { method, url: plainUrl(url) });
  calls.add(action);
  const headers = action.run(() => serializeTo<Record<string, string>>({}, { to: url }));
  return { call: { action, status: undefined }, headers };
}

/** Ends a call: with its error, or with the status that it was answered. Ending it twice is ending it once. */
export function endCall(
  { action, status }: OpenCall,
  failure?: { readonly error: unknown } | { readonly gone: string },
): void {
  const record = action as ActionRecord;
  if (record.isFinished) return;
  if (status !== undefined) record.addFields({ status });
  if (failure !== undefined) record.fail("gone" in failure ? callGone(failure.gone) : failure.error);
  else if (status !== undefined && isFailure(status)) record.fail(answered(status));
  else record.succeed();
}
