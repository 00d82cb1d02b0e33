import type { Signal } from "../cancel/index.js";
import type { ChildContext, Scope } from "../scope.js";

/** What a handle stands for. */
export interface Handled {
  readonly signal: Signal;
  readonly scope: Scope;
  started(value: unknown): void;
}

/** What a child's function is given. It makes the signal only when it is asked for. */
export class ChildHandle implements ChildContext {
  readonly #child: Handled;

  constructor(child: Handled) {
    this.#child = child;
  }

  get signal(): Signal {
    return this.#child.signal;
  }

  get scope(): Scope {
    return this.#child.scope;
  }

  get started(): (value: unknown) => void {
    return (value) => this.#child.started(value);
  }
}
