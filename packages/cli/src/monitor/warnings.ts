/** Warnings about a program: signs that something in it is likely to be wrong, in the manner of tokio-console. */

import type { MonitorLook, MonitorMember } from "clew/observe";
import { formatDuration } from "clew/render";
import { livingChildren } from "./arrange.js";

/** Whoever heeds a cancel is gone by then. */
const IGNORED_MS = 500;
/** A pause between two turns of the event loop that people who wait for the program notice. */
const HELD_MS = 200;
/** Living children from which on a scope counts as growing without bound, if they outnumber the ended ones and keep coming. */
const GROWING_CHILDREN = 100;
const GROWING_FOR_MS = 5_000;
const STILL_COMING_MS = 5_000;

export interface Warning {
  readonly kind: "ignores-cancel" | "never-awaited" | "never-yields" | "grows" | "deadline-missed";
  readonly member: number;
  readonly text: string;
}

/** The warnings of a look, in the order of its members. */
export function warningsOf(look: MonitorLook): readonly Warning[] {
  const living = livingChildren(look.members);
  return look.members.flatMap((member) => [
    ...ignored(member),
    ...unawaited(member),
    ...holding(member, look),
    ...growing(member, living.get(member.id) ?? 0),
    ...late(member),
  ]);
}

function ignored({ id, state, cancelled, ignoresCancel }: MonitorMember): Warning[] {
  const agoMs = cancelled?.agoMs;
  if (ignoresCancel !== true && !(state === "cancelling" && agoMs !== undefined && agoMs >= IGNORED_MS)) return [];
  const since = agoMs === undefined ? "" : ` of ${formatDuration(agoMs / 1000)} ago`;
  return [{ kind: "ignores-cancel", member: id, text: `has not heeded its cancel${since} (${cancelled?.source})` }];
}

function unawaited({ id, isUnawaited }: MonitorMember): Warning[] {
  if (isUnawaited !== true) return [];
  return [{ kind: "never-awaited", member: id, text: "is waited for by nobody: the end of its scope cancels it" }];
}

function holding({ id, heldLoopMs = 0 }: MonitorMember, { running, loop }: MonitorLook): Warning[] {
  const nowMs = running?.member === id ? (loop.blockedMs ?? 0) : 0;
  if (nowMs > 0) {
    const text = `does not yield: it has held the event loop for at least ${formatDuration(nowMs / 1000)}`;
    return [{ kind: "never-yields", member: id, text }];
  }
  if (heldLoopMs < HELD_MS) return [];
  return [
    { kind: "never-yields", member: id, text: `has held the event loop for ${formatDuration(heldLoopMs / 1000)}` },
  ];
}

function growing({ id, ageMs = 0, spawned = 0, ended = 0, lastSpawnAgoMs }: MonitorMember, sent: number): Warning[] {
  // The counts of the monitor include the children that were not sent.
  const living = Math.max(sent, spawned - ended);
  const isComing = lastSpawnAgoMs !== undefined && lastSpawnAgoMs < STILL_COMING_MS;
  if (living < GROWING_CHILDREN || !isComing || ageMs < GROWING_FOR_MS || ended > spawned - ended) return [];
  return [{ kind: "grows", member: id, text: `grows: it was given ${spawned} children, and ${ended} have ended` }];
}

function late({ id, deadlineInMs }: MonitorMember): Warning[] {
  if (deadlineInMs === undefined || deadlineInMs >= 0) return [];
  const text = `has missed its deadline by ${formatDuration(-deadlineInMs / 1000)}`;
  return [{ kind: "deadline-missed", member: id, text }];
}
