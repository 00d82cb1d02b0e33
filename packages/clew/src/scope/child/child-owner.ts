import type { ActionRecord, Context } from "../../record/index.js";
import type { Region } from "../cancel/index.js";
import type { ChildTask, Scope } from "../scope.js";
import type { CancelIgnoredError } from "../scope-errors.js";

/** What a child needs of the scope that it belongs to. */
export type ChildOwner = Region & Scope & ScopeOfChildren;

interface ScopeOfChildren {
  readonly action: ActionRecord | undefined;
  /** How long its children may go on after their cancel. */
  readonly cancelTimeoutMs: number;
  /** What the scope would reject with so far. */
  readonly ownError: unknown;
  /** A child has failed and nobody took its failure. `by` is the place of its finish in the log. */
  childFailed(error: unknown, child: Member, by: string | undefined): void;
  /** A child that was cancelled has not ended in time. */
  childStuck(error: CancelIgnoredError, child: Member): void;
  /** A child has ended with which the scope ends. */
  masterEnded(name: string, by: string | undefined): void;
  /** A child or a fork has ended. */
  memberEnded(member: Member): void;
  /** Keeps a failure that somebody may yet ask for, to report it when nobody did. */
  keepUnreceived(failure: Unreceived): void;
}

/** What a scope waits for: a child or a fork. */
export interface Member extends Region {
  /** Whether the scope stays open for it. */
  readonly isAwaited: boolean;
  /** Whether it ended because it was cancelled. */
  readonly wasCut: boolean;
  /** Which of the scope's members it is. */
  readonly order: number;
  /** The member itself, where it is a child. */
  readonly child: ChildTask<unknown> | undefined;
}

/** A failure that nobody has received so far. */
export interface Unreceived {
  readonly error: unknown;
  readonly child: ChildTask<unknown> | undefined;
  readonly context: Context | undefined;
  /** Whether somebody has received it meanwhile. */
  isReceivedNow(): boolean;
}
