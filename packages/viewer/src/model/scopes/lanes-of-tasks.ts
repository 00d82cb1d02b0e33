// The scopes and children that a log tells of. A child belongs to the scope that its start names, wherever in the tree it
// was spawned; other actions have no lanes.

import type { TaskTiming } from "clew/explain";
import type { TaskTree, WrittenAction, WrittenMessage } from "clew/parse";
import { shortUuid } from "clew/render";
import { cancelSourceOf, stateOf } from "../chart/run-state.js";
import { type GrowingLane, type Lane, type LaneForest, type LaneMark, lanesIn, putInto } from "./lane.js";

/** A task on its clock. */
export interface TimedTask {
  readonly tree: TaskTree;
  readonly timing: TaskTiming;
}

/** The lanes of tasks, in the order of their begin. Where there are several, each stands in a lane of its own. */
export function lanesOfTasks(tasks: readonly TimedTask[]): LaneForest {
  const forests = tasks.map((task) => ({ task, roots: lanesOfTask(task) })).filter(({ roots }) => roots.length > 0);
  const roots =
    forests.length <= 1 ? (forests[0]?.roots ?? []) : forests.map(({ task, roots }) => aroundTask(task, roots));
  roots.sort(byStart);
  let [scopes, children] = [0, 0];
  for (const { kind } of lanesIn(roots)) {
    if (kind === "scope") scopes++;
    else if (kind === "child") children++;
  }
  return {
    roots,
    scopes,
    children,
    from: forests.reduce((from, { task }) => Math.min(from, task.timing.from), forests[0]?.task.timing.from ?? 0),
    to: forests.reduce((to, { task }) => Math.max(to, task.timing.to), forests[0]?.task.timing.to ?? 0),
    clock: "time",
    hideDirectScopes: true,
    findings: [],
  };
}

type Around = ReadonlyMap<WrittenAction, GrowingLane | undefined>;

function lanesOfTask({ timing }: TimedTask): GrowingLane[] {
  const lanes = new Map<WrittenAction, GrowingLane>();
  const scopes = new Map<string, GrowingLane>();
  for (const { action, start, end } of timing.actions.values()) {
    const kind = action.startRecord?.clew_kind;
    if (kind !== "scope" && kind !== "child") continue;
    const lane: GrowingLane = {
      kind,
      name: action.actionType ?? "(unknown)",
      parent: undefined,
      children: [],
      start,
      end,
      state: stateOf(action),
      marks: [],
      cancelSource: cancelSourceOf(action),
      action,
    };
    lanes.set(action, lane);
    if (kind === "scope") scopes.set(`${action.taskUuid}@/${action.taskLevel.join("/")}`, lane);
  }
  const around = nearestAround(timing, lanes);
  const roots: GrowingLane[] = [];
  for (const [action, lane] of lanes) {
    const above = (lane.kind === "child" ? scopeOf(action, scopes) : undefined) ?? around.get(action);
    if (above === undefined) roots.push(lane);
    else putInto(lane, above);
  }
  if (lanes.size > 0) mark(timing, lanes, around);
  for (const lane of lanes.values()) lane.children.sort(byStart);
  return roots;
}

function byStart(a: Lane, b: Lane): number {
  return a.start - b.start;
}

/** The scope that a child's start names; not one within itself, which no program writes. */
function scopeOf(action: WrittenAction, scopes: ReadonlyMap<string, GrowingLane>): GrowingLane | undefined {
  const id = action.startRecord?.clew_scope;
  const scope = typeof id === "string" ? scopes.get(id) : undefined;
  const level = scope?.action?.taskLevel;
  const isWithin = level !== undefined && action.taskLevel.every((number, i) => level[i] === number);
  return isWithin ? undefined : scope;
}

/** For each action the nearest scope or child around it. */
function nearestAround({ actions }: TaskTiming, lanes: ReadonlyMap<WrittenAction, GrowingLane>): Around {
  const around = new Map<WrittenAction, GrowingLane | undefined>();
  for (const { action, parent } of actions.values()) {
    around.set(action, parent && (lanes.get(parent.action) ?? around.get(parent.action)));
  }
  return around;
}

const MARKS: Readonly<Record<string, LaneMark["kind"]>> = {
  "clew:deadline": "deadline",
  "clew:cancel": "cancel",
  "clew:abandoned": "abandoned",
};

/** Puts what was logged of cancels and deadlines on the lane in which it was. */
function mark({ actions }: TaskTiming, lanes: ReadonlyMap<WrittenAction, GrowingLane>, around: Around): void {
  for (const { action, shift } of actions.values()) {
    const lane = lanes.get(action) ?? around.get(action);
    if (lane === undefined) continue;
    for (const child of action.children) {
      const kind = child.kind === "message" ? MARKS[child.messageType ?? ""] : undefined;
      if (kind === undefined) continue;
      const message = child as WrittenMessage;
      lane.marks.push({ kind, at: message.timestamp + shift, text: markText(kind, message) });
    }
  }
}

function markText(kind: LaneMark["kind"], { fields }: WrittenMessage): string {
  const { reason, child } = fields;
  if (kind === "cancel") return typeof reason === "string" ? `cancel: ${reason}` : "cancel";
  if (kind === "abandoned") return typeof child === "string" ? `abandoned ${child}` : "abandoned a child";
  return "deadline passed";
}

function aroundTask({ tree, timing }: TimedTask, roots: readonly GrowingLane[]): GrowingLane {
  const { root } = tree;
  const action = root.kind === "message" ? undefined : root;
  const ran = action && timing.actions.get(action);
  const lane: GrowingLane = {
    kind: "task",
    name: `${action?.actionType ?? "(unknown)"} ${shortUuid(tree.taskUuid)}`,
    parent: undefined,
    children: [],
    start: ran?.start ?? timing.from,
    end: ran?.end,
    state: action === undefined ? "unknown" : stateOf(action),
    marks: [],
    cancelSource: undefined,
    action,
  };
  for (const root of roots) putInto(root, lane);
  return lane;
}
