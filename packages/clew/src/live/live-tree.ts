// Draws trees while they grow, in lines that are never changed.
import type { Message, WrittenAction, WrittenNode } from "../parse/index.js";
import { type Growth, type RenderOptions, renderContinuation, renderGrowth, renderMessage } from "../render/index.js";
import { fieldNames, type MessageRole, names, roleOf } from "../wire/index.js";
import { laneColumns, laneText } from "./lane.js";
import { openLines } from "./open-lines.js";
import { OpenAction, type OpenTask, OpenTasks, type Place } from "./open-tasks.js";
import { actionNode, messageNode } from "./single-node.js";

/** Options for drawing a live tree. */
export interface LiveTreeOptions extends RenderOptions {
  /**
   * True holds back the beginning of an action until something is said in it, so that an empty action takes one line.
   * For screens that show open actions elsewhere, as in a footer.
   */
  readonly defersBegins?: boolean;
}

/**
 * Draws trees while they grow, in lines that are never changed: each message gives the lines that are new.
 *
 * An action takes one line where it begins and one where it ends; between them stands what happened in it, of tasks
 * that run at once in the order in which it came. What `shows` refuses is left out, but for the actions above what it
 * takes. Memory is bounded: of too many open tasks those that were silent for longest are let go, and what comes of a
 * task later is named as its continuation.
 *
 * @example
 * ```ts
 * import { LiveTree } from "clew/live";
 *
 * const tree = new LiveTree();
 * const place = { task_uuid: "t1", action_type: "greet" };
 * const lines = [
 *   ...tree.add({ ...place, task_level: [1], timestamp: 1, action_status: "started", name: "Ada" }),
 *   ...tree.add({ task_uuid: "t1", task_level: [2], timestamp: 1.5, message_type: "hello" }),
 *   ...tree.add({ ...place, task_level: [3], timestamp: 2, action_status: "succeeded" }),
 * ];
 * console.log(lines.join("\n"));
 * // t1        00:00:01.000  ┌ greet  name=Ada
 * //                 +500ms  │ · hello
 * //                  1.00s  └ ✓ greet
 * ```
 */
export class LiveTree {
  #options: LiveTreeOptions;
  readonly #tasks = new OpenTasks();
  #laneBefore = -1;

  constructor(options: LiveTreeOptions = {}) {
    this.#options = options;
  }

  /** The number of actions that have begun and not ended. */
  get open(): number {
    return this.#tasks.open;
  }

  /** The lines for a message. They have no line ends. */
  add(message: Message): readonly string[] {
    if (message.message_type === names.TEXT) return this.#text(message);
    const lines: string[] = [];
    this.#take(message, lines);
    return lines;
  }

  /** Takes a message that is not to be drawn, so that what comes after it finds its place. */
  recall(message: Message): void {
    if (message.message_type !== names.TEXT) this.#take(message, undefined);
  }

  /** Changes how lines are drawn from now on, as where the screen is resized. */
  redraw(change: Pick<LiveTreeOptions, "width">): void {
    this.#options = { ...this.#options, ...change };
  }

  /** The open actions, the longest-running task first, in at most this many lines; `now` in seconds. */
  openLines(now: number, most: number): readonly string[] {
    return openLines(this.#tasks, now, most, this.#options);
  }

  /** The lines of what has begun and was not said yet. For when nothing more will come. */
  end(): readonly string[] {
    const lines: string[] = [];
    for (const task of this.#tasks) this.#sayOpen(task, lines);
    return lines;
  }

  /** Text that is no message stands in no tree. */
  #text(message: Message): readonly string[] {
    if (!this.#shows(messageNode(message))) return [];
    const { theme } = this.#options;
    return renderMessage(message, { ...(theme !== undefined && { theme }) });
  }

  #take(message: Message, lines: string[] | undefined): void {
    const { task_level: level, task_uuid: taskUuid } = message;
    const task = this.#tasks.task(taskUuid);
    const path = task.path(level, level.length - 1);
    const place = path.at(-1) as Place;
    const role = roleOf(message.action_status, message.action_type, message.task_level.at(-1));
    if (role === "start") this.#begin(task, path, message, lines);
    else if (lines !== undefined) this.#tell(task, path, message, role, lines);
    if (role === "end") {
      this.#tasks.end(task, place);
      if (level.length === 1) task.isRootOver = true;
    }
    task.prune(path, level);
    if (task.isRootOver ? task.open === 0 : isLone(message, task)) this.#tasks.forget(task);
    for (const surplus of this.#tasks.surplus()) {
      if (lines !== undefined) this.#sayOpen(surplus, lines);
      this.#tasks.forget(surplus);
    }
  }

  #begin(task: OpenTask, path: readonly Place[], start: Message, lines: string[] | undefined): void {
    const place = path.at(-1) as Place;
    if (path.length === 1) {
      task.begin = start.timestamp;
      task.rootType = String(start.action_type);
    }
    task.begin ??= start.timestamp;
    // The same line once more is the same beginning.
    if (place.action?.start.timestamp === start.timestamp) return;
    const action = new OpenAction(start);
    this.#tasks.begin(task, place, action);
    if (lines === undefined || this.#options.defersBegins === true) return;
    if (this.#shows(action.node)) this.#sayBegins(task, path, lines);
  }

  /** Says a message, or the end of an action. */
  #tell(task: OpenTask, path: readonly Place[], message: Message, role: MessageRole, lines: string[]): void {
    const action = role === "end" ? path.at(-1)?.action : undefined;
    const node = role === "end" ? actionNode(action?.start, message) : messageNode(message);
    if (action?.isSaid === true) {
      this.#say(task, { node: withoutStart(node), part: "end" }, path.length - 1, lines);
    } else if (this.#shows(node)) {
      this.#sayBegins(task, role === "end" ? path.slice(0, -1) : path, lines);
      const depth = role === "end" ? path.length - 1 : isLone(message, task) ? 0 : path.length;
      this.#say(task, { node, part: "whole" }, depth, lines);
    }
  }

  #shows(node: WrittenNode): boolean {
    return this.#options.shows?.(node) ?? true;
  }

  /** The beginnings along a path that were not said: above one that was, all were. */
  #sayBegins(task: OpenTask, path: readonly Place[], lines: string[]): void {
    let from = path.length;
    while (from > 0 && path[from - 1]?.action?.isSaid !== true) from--;
    for (let depth = from; depth < path.length; depth++) this.#sayBegin(task, path[depth] as Place, depth, lines);
  }

  #sayBegin(task: OpenTask, { action }: Place, depth: number, lines: string[]): void {
    if (action === undefined || action.isSaid) return;
    action.isSaid = true;
    this.#say(task, { node: action.node, part: "begin" }, depth, lines);
  }

  #sayOpen(task: OpenTask, lines: string[]): void {
    const waiting: [Place, number][] = [[task.root, 0]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [place, depth] = next;
      const { action, children } = place;
      if (action !== undefined && !action.isSaid && this.#shows(action.node)) {
        action.isSaid = true;
        this.#say(task, { node: action.node, part: children.size > 0 ? "begin" : "whole" }, depth, lines);
      }
      for (const child of [...children.values()].reverse()) waiting.push([child, depth + 1]);
    }
  }

  #say(task: OpenTask, what: Pick<Growth, "node" | "part">, depth: number, lines: string[]): void {
    const columns = laneColumns(this.#options);
    const { width } = this.#options;
    const options = width === undefined ? this.#options : { ...this.#options, width: Math.max(1, width - columns) };
    let lane = task.lane === this.#laneBefore ? " ".repeat(columns) : laneText(task.taskUuid, task.lane, this.#options);
    const push = (line: string) => {
      lines.push(lane + line);
      lane = " ".repeat(columns);
    };
    this.#laneBefore = task.lane;
    if (task.continues !== undefined && !task.isContinuationSaid) {
      task.isContinuationSaid = true;
      push(renderContinuation(task.continues, options));
    }
    for (const line of renderGrowth({ ...what, depth, taskBegin: task.begin }, options)) push(line);
  }
}

/** A message outside of every action: a task of its own. */
function isLone({ task_level: [first, ...more] }: Message, task: OpenTask): boolean {
  return first === 1 && more.length === 0 && task.open === 0;
}

/** The line of an action's end does not repeat the fields of its start. */
function withoutStart(node: WrittenNode): WrittenNode {
  if (node.kind === "message") return node;
  const { startRecord, ...kept } = fieldsOf(node);
  if (startRecord === undefined) return { ...kept, startFields: undefined, startRecord };
  const { [fieldNames.FOLLOWS_FROM]: _, ...said } = startRecord;
  return { ...kept, startFields: undefined, startRecord: said as Message };
}

function fieldsOf(action: WrittenAction): WrittenAction {
  const { kind, taskUuid, taskLevel, number, actionType, status, startTime, endTime, durationSeconds } = action;
  const { exception, reason, startFields, endFields, startRecord, endRecord } = action;
  const known = { kind, taskUuid, taskLevel, number, actionType, status, startTime, endTime, durationSeconds };
  const told = { exception, reason, startFields, endFields, startRecord, endRecord };
  return { ...known, ...told, children: [], gaps: [], handedOut: [] };
}
