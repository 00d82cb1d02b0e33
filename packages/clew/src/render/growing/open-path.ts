import type { WrittenAction } from "../../parse/index.js";
import { finish } from "../node/index.js";
import { type RenderOptions, settle } from "../options.js";
import type { Span } from "../screen/index.js";
import { cutToColumns, formatDuration, startOf, visible } from "../text/index.js";

/** An action that has not ended, and the actions that it stands in. */
export interface OpenPath {
  /** From the outermost that is known to the open action itself. */
  readonly actions: readonly WrittenAction[];
  /** The present time, in seconds since the Unix epoch. */
  readonly now: number;
}

/**
 * Draws an action that is still running in one line: for how long, and the way to it.
 *
 * @example
 * ```ts
 * import { Parser } from "clew/parse";
 * import { renderOpenPath } from "clew/render";
 *
 * const parser = new Parser();
 * parser.add({ task_uuid: "t1", task_level: [1], timestamp: 1, action_type: "order", action_status: "started" });
 * for (const { root } of parser.end()) {
 *   if (root.kind === "action") console.log(renderOpenPath({ actions: [root], now: 3.5 })); // 2.50s  ◌ order
 * }
 * ```
 */
export function renderOpenPath({ actions, now }: OpenPath, options: RenderOptions = {}): string {
  const settings = settle(options);
  const { glyphs, measure } = settings;
  const last = actions.at(-1);
  const elapsed = last?.startTime === undefined ? "" : formatDuration(Math.max(0, now - last.startTime), glyphs.micro);
  const spans: Span[] = [
    ["time", `${elapsed.padStart(TIME_COLUMNS)}  `],
    ["warning", `${glyphs.unfinished} `],
  ];
  const shown = actions.length <= MOST_NAMES ? actions : [actions[0], undefined, ...actions.slice(2 - MOST_NAMES)];
  shown.forEach((action, i) => {
    if (i > 0) spans.push(["note", " / "]);
    const name = action === undefined ? glyphs.cut : visible(startOf(action.actionType ?? "action", NAME_COLUMNS));
    spans.push([action === last ? "type" : "note", cutToColumns(name, NAME_COLUMNS, measure, glyphs.cut)]);
  });
  return finish(spans, settings);
}

const TIME_COLUMNS = "22:13:20.123".length;
const MOST_NAMES = 5;
const NAME_COLUMNS = 40;
