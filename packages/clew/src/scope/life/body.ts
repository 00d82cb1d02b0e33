/** How the body of a scope runs: in the scope's context, where its outcome is handled too. */

import type { Context } from "../../record/index.js";
import { hub, runInContext } from "../../record/index.js";
import type { Region } from "../cancel/index.js";
import { promiseOf } from "../child/index.js";
import type { Scope } from "../scope.js";

/** A scope as one that has a body. */
export interface Bodied extends Region {
  readonly context: Context | undefined;
  bodyReturned(value: unknown): void;
  bodyThrew(error: unknown): void;
}

/** Runs a body. All bodies share two handlers, which ask the context whose outcome it is, as the children's do. */
export function runBody(scope: Bodied & Scope, body: (scope: Scope) => unknown): void {
  runInContext(scope.context, beginHere, scope, body);
}

function beginHere(scope: Bodied & Scope, body: (scope: Scope) => unknown): void {
  let promise: Promise<unknown>;
  try {
    promise = promiseOf("run", body(scope));
  } catch (error) {
    promise = Promise.reject(error);
  }
  if (hub.carrier.followsAwaits) promise.then(returnedHere, threwHere);
  else {
    promise.then(
      (value: unknown) => scope.bodyReturned(value),
      (error: unknown) => scope.bodyThrew(error),
    );
  }
}

function returnedHere(value: unknown): void {
  ((hub.carrier.get() as Context).region as Bodied).bodyReturned(value);
}

function threwHere(error: unknown): void {
  ((hub.carrier.get() as Context).region as Bodied).bodyThrew(error);
}
