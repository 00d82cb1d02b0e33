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

/** Calls the functions of observers at a point of the run; nearly always there are none. */
export function tell<K extends keyof ScopeHooks>(name: K, what: What<K>[0], more?: What<K>[1]): void {
  const hooks = hub.hooks[name] as readonly ((what: What<K>[0], more?: What<K>[1]) => void)[] | undefined;
  if (hooks !== undefined) for (const hook of hooks) hook(what, more);
}

/** Tells that a child has ended; nothing is made for that where nobody listens. */
export function tellChildExited(child: ChildTask<unknown>, status: Outcome["status"], result: unknown): void {
  if (hub.hooks.childExited === undefined) return;
  tell("childExited", child, status === "succeeded" ? { status } : { status, error: result });
}
