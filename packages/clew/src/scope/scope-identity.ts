/** What a scope is by itself: its name, what it was told, and what it says of itself in the log and to observers. */

import { type ActionRecord, type Context, hub } from "../record/index.js";
import { fieldNames } from "../wire/index.js";
import { checkMs } from "./deadline.js";
import { dropError } from "./dropped-errors.js";
import { isEcho } from "./echo.js";
import { hooksFor, type Outcome } from "./hooks.js";
import type { Logged } from "./logged.js";
import { beginAction, cancelFields, contextOf, isLogged } from "./recording.js";
import { Region } from "./region.js";
import type { Scope } from "./scope.js";
import type { ScopeOptions, WithScopeOptions } from "./scope-options.js";

/** Long enough for a handler that closes what it holds; whoever hears nothing for so long will hear nothing at all. */
const CANCEL_TIMEOUT_MS = 1_000;
const CLEANUP_TIMEOUT_MS = 5_000;

/** What a scope ended with. */
export type Conclusion =
  | { readonly isError: false; readonly value: unknown }
  | { readonly isError: true; readonly error: unknown };

const NO_OPTIONS: ScopeOptions = {};

export abstract class ScopeIdentity extends Region {
  readonly options: WithScopeOptions<unknown>;
  readonly name: string;
  /** What its children and inner scopes do where they do not say. */
  readonly logged: Logged;
  readonly spawnSites: boolean;
  readonly cancelTimeoutMs: number;
  readonly cleanupTimeoutMs: number;
  /** Its own action, where it has one. */
  action: ActionRecord | undefined = undefined;
  /** What is current in its body. */
  context: Context | undefined = undefined;
  conclusion: Conclusion | undefined = undefined;
  isShield: boolean;

  constructor(parent: Region | undefined, options: ScopeOptions | undefined, bodyName: string) {
    super(parent);
    const given = options ?? NO_OPTIONS;
    const around = scopeAround(parent);
    this.options = given;
    this.name = given.name || bodyName || "clew:scope";
    this.logged = given.logged ?? around?.logged ?? "auto";
    this.spawnSites = given.spawnSites ?? around?.spawnSites ?? hub.spawnSites;
    this.cancelTimeoutMs = checkMs(given.cancelTimeoutMs ?? CANCEL_TIMEOUT_MS, "wait for what is cancelled");
    this.cleanupTimeoutMs = checkMs(given.cleanupTimeoutMs ?? CLEANUP_TIMEOUT_MS, "give a finalizer");
    if (given.timeoutMs !== undefined) checkMs(given.timeoutMs, "give a scope");
    this.isShield = given.shield ?? false;
  }

  /** The scope that this one was forked from. */
  abstract readonly owner: ScopeIdentity | undefined;

  abstract get asScope(): Scope;

  override get isShielded(): boolean {
    return this.isShield;
  }

  /** Starts its action, if it has one, under the action that is current here or that of the scope it is forked from. */
  protected enterLog(here: Context | undefined, owner: ScopeIdentity | undefined): void {
    const parent = (here?.action ?? owner?.context?.action) as ActionRecord | undefined;
    if (isLogged(this.logged, parent !== undefined)) {
      const { fields } = this.options;
      const parts = { type: this.name, fields, region: this, extra: { [fieldNames.KIND]: "scope" } };
      this.action = beginAction(parent, here, parts);
    }
    this.context = this.action ?? contextOf(parent, this, here);
    const hooks = hooksFor("scopeOpened");
    if (hooks !== undefined) for (const hook of hooks) hook(this.asScope);
  }

  /** Says how it ended. */
  protected leaveLog(conclusion: Conclusion): void {
    const { action, cancelled } = this;
    // Its own deadline, or a failure in it, is what it failed with: it was not cancelled by anything else.
    const isOther = cancelled !== undefined && cancelled.source !== "deadline" && cancelled.source !== "sibling";
    const extra = isOther ? cancelFields(cancelled) : undefined;
    if (conclusion.isError) action?.fail(conclusion.error, extra);
    else action?.succeed(extra);
    const hooks = hooksFor("scopeClosed");
    if (hooks !== undefined) for (const hook of hooks) hook(this.asScope, this.#asOutcome(conclusion));
  }

  #asOutcome(conclusion: Conclusion): Outcome {
    if (!conclusion.isError) return { status: "succeeded" };
    const { error } = conclusion;
    return { status: isEcho(error, this) ? "cancelled" : "failed", error };
  }

  /** Reports an error that came too late to be the scope's. */
  protected drop(error: unknown): void {
    dropError(error, undefined, this.context);
  }
}

/** The scope that a region is, or that it is a child of. */
export function scopeAround(region: Region | undefined): ScopeIdentity | undefined {
  if (region === undefined || region instanceof ScopeIdentity) return region;
  return scopeAround(region.parent);
}
