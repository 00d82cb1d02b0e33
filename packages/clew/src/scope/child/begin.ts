/** How the work of a child runs: in the child's context, where its outcome is handled too. */

import { type ActionRecord, type Context, hub } from "../../record/index.js";
import type { Region } from "../cancel/index.js";
import { listenToSettlement, type SettlementListener } from "../waits/index.js";
import { ChildHandle, type Handled } from "./child-handle.js";
import { promiseOf, type Work } from "./work.js";

/** A child as one that begins. */
export interface Beginning extends Region, Handled, SettlementListener, Context {
  readonly work: Work;
  readonly ownAction: ActionRecord | undefined;
  fulfilled(value: unknown): void;
}

/** Begins the work of a child: its function is called, or the promise that it is begins to be heard. */
export function begin(child: Beginning): void {
  const { work } = child;
  const context = child.ownAction ?? child;
  if (typeof work !== "function") hub.carrier.run(context, listenToSettlement, work, child);
  else hub.carrier.run(context, beginHere, child);
}

/**
 * Runs the function of a child in the context of the child. Its outcome is handled in that context too, where contexts
 * follow awaits: so all children share two handlers, which ask the context whose outcome it is, in place of two each.
 */
function beginHere(child: Beginning): void {
  let promise: Promise<unknown>;
  try {
    promise = promiseOf("spawn", (child.work as (handle: ChildHandle) => unknown)(new ChildHandle(child)));
  } catch (error) {
    promise = Promise.reject(error);
  }
  // What the function has entered by hand has the child for its region too.
  if (hub.carrier.followsAwaits) promise.then(fulfilledHere, rejectedHere);
  else promise.then(child.fulfilled.bind(child), child.rejected.bind(child));
}

function fulfilledHere(value: unknown): void {
  ((hub.carrier.get() as Context).region as Beginning).fulfilled(value);
}

function rejectedHere(error: unknown): void {
  ((hub.carrier.get() as Context).region as Beginning).rejected(error);
}
