import type { WrittenAction } from "../parse/index.js";
import { type RenderOptions, renderOpenPath } from "../render/index.js";
import { laneColumns, laneText } from "./lane.js";
import type { OpenTask, OpenTasks, Place } from "./open-tasks.js";

/** The innermost open actions, one a line; what found no room is counted in the last one. */
export function openLines(tasks: OpenTasks, now: number, most: number, options: RenderOptions): readonly string[] {
  const columns = laneColumns(options);
  const { width } = options;
  const drawing = width === undefined ? options : { ...options, width: Math.max(1, width - columns) };
  const lines: string[] = [];
  let shown = 0;
  for (const task of tasks) {
    for (const actions of innermost(task)) {
      shown++;
      if (lines.length >= most) break;
      lines.push(laneText(task.taskUuid, task.lane, options) + renderOpenPath({ actions, now }, drawing));
    }
    if (shown > most) break;
  }
  if (shown > most && most > 0) {
    lines.pop();
    const note = `and more: ${tasks.open} actions are open`;
    lines.push(" ".repeat(columns) + note.slice(0, drawing.width));
  }
  return lines;
}

interface Way {
  readonly place: Place;
  readonly actions: readonly WrittenAction[];
}

/** The paths to the open actions in which nothing else is open. */
function* innermost(task: OpenTask): Generator<readonly WrittenAction[]> {
  const waiting: Way[] = [{ place: task.root, actions: [] }];
  for (let way = waiting.pop(); way !== undefined; way = waiting.pop()) {
    const { place } = way;
    const actions = place.action === undefined ? way.actions : joined(way.actions, place.action.node);
    if (place.children.size === 0 && actions.length > 0) yield actions;
    for (const child of [...place.children.values()].reverse()) waiting.push({ place: child, actions });
  }
}

const MOST_ACTIONS = 8;

/** Of a deep path, the first and the last ones, with one too many between them, so that it is known to be cut. */
function joined(actions: readonly WrittenAction[], last: WrittenAction): readonly WrittenAction[] {
  if (actions.length < MOST_ACTIONS) return [...actions, last];
  return [actions[0] as WrittenAction, ...actions.slice(2), last];
}
