import type { LoadedTask, TreeRow } from "../../model/index.js";

/** What is drawn beside a tree is given: the same rows, at the same height on the screen. */
export interface TimelineProps {
  readonly task: LoadedTask;
  /** All rows that are not folded away. */
  readonly rows: readonly TreeRow[];
  /** The chosen one; -1 for none. */
  readonly chosen: number;
  readonly rowHeight: number;
  /** Above the rows, for an axis; in pixels, as all lengths here. */
  readonly headHeight: number;
  /** How much of the rows is seen. */
  readonly viewport: number;
  /** The row at the upper edge, in rows and parts of a row. */
  readonly at: number;
  choose(row: number): void;
}

/** When the actions in sight ran, as bars over the time of the task. */
export function Timeline({ task, rows, rowHeight, headHeight, viewport, at }: TimelineProps) {
  const { from, to, actions } = task.timing;
  const whole = Math.max(to - from, Number.MIN_VALUE);
  const bars = [];
  for (let index = Math.floor(at); index < Math.min(rows.length, at + viewport / rowHeight + 1); index++) {
    const node = rows[index]?.node;
    const timing = node === undefined || node.kind === "message" ? undefined : actions.get(node);
    if (timing === undefined) continue;
    const left = ((timing.start - from) / whole) * 100;
    const width = (((timing.end ?? to) - timing.start) / whole) * 100;
    const top = headHeight + (index - at) * rowHeight + 8;
    bars.push(
      <div
        key={index}
        class={`span ${timing.action.status}`}
        style={{ left: `${left}%`, width: `${width}%`, top: `${top}px` }}
      />,
    );
  }
  return <div class="spans">{bars}</div>;
}
