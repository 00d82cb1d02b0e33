import { hub } from "../../record/index.js";
import type { Cancelled } from "../cancel/index.js";
import type { ChildTask, Scope } from "../scope.js";

/** How a scope or a child ended. */
export interface Outcome {
  readonly status: "succeeded" | "failed" | "cancelled" | "abandoned";
  readonly error?: unknown;
}

/** What observers can be told of scopes. */
export interface ScopeHooks {
  scopeOpened(scope: Scope): void;
  scopeCancelled(scope: Scope, cancelled: Cancelled): void;
  deadlineMoved(scope: Scope): void;
  scopeClosed(scope: Scope, outcome: Outcome): void;
  childSpawned(child: ChildTask<unknown>): void;
  childReparented(child: ChildTask<unknown>): void;
  childCancelled(child: ChildTask<unknown>, cancelled: Cancelled): void;
  childExited(child: ChildTask<unknown>, outcome: Outcome): void;
  cancelIgnored(child: ChildTask<unknown>): void;
  errorDropped(error: unknown, child: ChildTask<unknown> | undefined): void;
}

type What<K extends keyof ScopeHooks> = Parameters<ScopeHooks[K]>;

/**
 * Calls the functions of observers at a point of the run. Nearly always there are none: where many scopes and children
 * pass, whoever tells looks for them himself before, by a name that stands in the code, which costs next to nothing.
 */
export function tell<K extends keyof ScopeHooks>(name: K, what: What<K>[0], more?: What<K>[1]): void {
  const hooks = hub.hooks[name] as readonly ((what: What<K>[0], more?: What<K>[1]) => void)[] | undefined;
  if (hooks !== undefined) for (const hook of hooks) hook(what, more);
}
