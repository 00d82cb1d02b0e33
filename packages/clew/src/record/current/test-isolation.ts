/**
 * What a test puts in the place of what a process has once: it holds in the test's own async context, so that tests
 * that run at the same time do not meet. It travels with the fields of `withFields`, which go wherever a context goes;
 * while no test asks for it, nobody looks for it.
 */

import { type AddedFields, hub, type InTest } from "../hub/index.js";
import { currentContext, runInContext } from "./current-context.js";

/** Runs `body` outside of every action, with what holds in the test; it holds until `endInTest`. */
export function runInTest<R>(inTest: InTest, body: () => R): R {
  const here = currentContext();
  hub.tests++;
  hub.hasAddedFields = true;
  // A test may have set the clock just now.
  hub.clock.compareSoon();
  listen();
  const fields: AddedFields = { own: {}, outer: here?.fields, inTest };
  return runInContext({ action: undefined, region: here?.region, fields, stretch: undefined }, body);
}

/** Ends it, also for what still runs in its context. */
export function endInTest(inTest: InTest): void {
  hub.tests--;
  inTest.take = undefined;
  inTest.createUuid = undefined;
  listen();
}

function listen(): void {
  hub.isListening = !hub.isOff && (hub.early !== undefined || hub.outlets.size > 0 || hub.tests > 0);
}

/** Gives a line to the test in which it was logged, or in which the action began that it belongs to. */
export function takenByTest(line: string, action: { readonly fields?: AddedFields | undefined }): boolean {
  const take = find("take", currentContext()?.fields) ?? find("take", action.fields);
  take?.(line);
  return take !== undefined;
}

/** A task's id from the test, where it gives them. */
export function uuidOfTest(): string | undefined {
  return find("createUuid", currentContext()?.fields)?.();
}

function find<K extends keyof InTest>(name: K, fields: AddedFields | undefined): InTest[K] {
  for (let layer = fields; layer !== undefined; layer = layer.outer) {
    const found = layer.inTest?.[name];
    if (found !== undefined) return found;
  }
  return undefined;
}
