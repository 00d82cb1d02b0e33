// A task as a timeline draws it: every action from one moment to another, every message at a moment. The records' own
// timestamps place them, for only by those do they fit together; a measured duration goes with the fields. Where a
// record is missing the others tell the most that can be said: an action without a finish reaches to the last moment
// that is known of its task.

import type { TaskTree, WrittenAction, WrittenMessage, WrittenNode } from "clew/parse";
import { childKey, rootKey } from "./action-key.js";

/** An action on a timeline. Moments are whole microseconds since the Unix epoch. */
export interface Span {
  readonly action: WrittenAction;
  readonly parent: Span | undefined;
  /** How many actions are above it. */
  readonly depth: number;
  readonly key: number;
  readonly start: number;
  readonly end: number;
}

/** A message on a timeline. */
export interface Instant {
  readonly message: WrittenMessage;
  readonly span: Span | undefined;
  readonly at: number;
}

export interface Timeline {
  /** Each action after the one above it, in the order of their levels. */
  readonly spans: readonly Span[];
  readonly instants: readonly Instant[];
}

/** Lays a task out in time. */
export function timelineOf(tree: TaskTree): Timeline {
  const drafts: Draft[] = [];
  const messages: { message: WrittenMessage; span: Draft | undefined }[] = [];
  const waiting: { node: WrittenNode; parent: Draft | undefined }[] = [{ node: tree.root, parent: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, parent } = next;
    if (node.kind === "message") {
      messages.push({ message: node, span: parent });
      continue;
    }
    const draft = new Draft(node, parent);
    drafts.push(draft);
    const { children } = node;
    for (let i = children.length - 1; i >= 0; i--) waiting.push({ node: children[i] as WrittenNode, parent: draft });
  }
  for (const { message, span } of messages) span?.know(momentOf(message.timestamp));
  for (let i = drafts.length - 1; i >= 0; i--) drafts[i]?.tellParent();
  const lastOfTask = drafts[0]?.last;
  for (const draft of drafts) draft.settle(lastOfTask);
  const instants = messages.map(({ message, span }) => ({
    message,
    span,
    at: momentOf(message.timestamp) ?? span?.start ?? 0,
  }));
  return { spans: drafts, instants };
}

class Draft implements Span {
  readonly action: WrittenAction;
  readonly parent: Draft | undefined;
  readonly depth: number;
  readonly key: number;
  start = 0;
  end = 0;
  /** The first and the last moment that is known of it and of what is below it. */
  first: number | undefined = undefined;
  last: number | undefined = undefined;

  constructor(action: WrittenAction, parent: Draft | undefined) {
    this.action = action;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.key = parent === undefined ? rootKey(action.taskUuid) : childKey(parent.key, action.number);
    this.know(momentOf(action.startTime));
    this.know(momentOf(action.endTime));
  }

  know(moment: number | undefined): void {
    if (moment === undefined) return;
    this.first = Math.min(this.first ?? moment, moment);
    this.last = Math.max(this.last ?? moment, moment);
  }

  tellParent(): void {
    this.parent?.know(this.first);
    this.parent?.know(this.last);
  }

  settle(lastOfTask: number | undefined): void {
    const { action } = this;
    const end = momentOf(action.endTime);
    const measured = action.durationSeconds;
    const measuredStart = end === undefined || measured === undefined ? undefined : momentOf(end / 1e6 - measured);
    this.start = momentOf(action.startTime) ?? measuredStart ?? this.first ?? this.parent?.start ?? 0;
    const unfinished = action.status === "started" ? lastOfTask : this.last;
    this.end = Math.max(this.start, end ?? unfinished ?? this.start);
  }
}

/** Later and earlier moments are no times of a program, and other tools have no room for them. */
const LATEST_SECONDS = 9e9;

/** A timestamp in microseconds; undefined for what is no moment: NaN, infinities, a time before 1970. */
function momentOf(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds >= 0 && seconds <= LATEST_SECONDS ? Math.round(seconds * 1e6) : undefined;
}
