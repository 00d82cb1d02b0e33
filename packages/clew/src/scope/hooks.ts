import { hub } from "../record/index.js";
import type { Cancelled } from "./cancelled.js";
import type { ChildTask, Scope } from "./scope.js";

/** How a scope or a child ended. */
export interface Outcome {
  readonly status: "succeeded" | "failed" | "cancelled" | "abandoned";
  readonly error?: unknown;
}

function outcomeOf(status: Outcome["status"], error: unknown): Outcome {
  return status === "succeeded" ? { status } : { status, error };
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

export function tellChildCancelled(child: ChildTask<unknown>, cancelled: Cancelled): void {
  const hooks = hooksFor("childCancelled");
  if (hooks !== undefined) for (const hook of hooks) hook(child, cancelled);
}

export function tellChildExited(child: ChildTask<unknown>, status: Outcome["status"], result: unknown): void {
  const hooks = hooksFor("childExited");
  if (hooks !== undefined) for (const hook of hooks) hook(child, outcomeOf(status, result));
}

/** The functions to call at a point of the run; nearly always none. */
export function hooksFor<K extends keyof ScopeHooks>(name: K): readonly ScopeHooks[K][] | undefined {
  return hub.hooks[name] as readonly ScopeHooks[K][] | undefined;
}
