/**
 * Asks a program whose event loop is blocked. The inspector runs a function on the main thread between two steps of
 * whatever holds it there, in its context and on its stack; then that goes on. The program is never paused, so it cannot
 * be left paused either. Code in native code takes no interrupt until it returns.
 */

import type { Session } from "node:inspector";
import { INTERRUPT, type InterruptedLook } from "./thread-protocol.js";

export class Interrupter {
  #pending: Promise<InterruptedLook | undefined> | undefined;

  /** What the program sees of itself, as soon as it takes the interrupt; `undefined` where the runtime has no such thing. */
  interrupt(most: number): Promise<InterruptedLook | undefined> {
    this.#pending ??= ask(most)
      .catch(() => undefined)
      .finally(() => {
        this.#pending = undefined;
      });
    return this.#pending;
  }
}

async function ask(most: number): Promise<InterruptedLook | undefined> {
  // Not imported: a runtime may be without it, and a program that never blocks does not load it.
  const inspector = process.getBuiltinModule("node:inspector");
  const session = new inspector.Session();
  session.connectToMainThread();
  try {
    const value = await evaluate(session, `globalThis[Symbol.for(${JSON.stringify(INTERRUPT)})](${most})`);
    return typeof value === "string" ? (JSON.parse(value) as InterruptedLook) : undefined;
  } finally {
    session.disconnect();
  }
}

function evaluate(session: Session, expression: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    session.post("Runtime.evaluate", { expression, returnByValue: true, silent: true }, (error, answer) => {
      if (error === null) resolve(answer.result.value);
      else reject(error);
    });
  });
}
