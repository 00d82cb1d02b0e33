import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import {
  describeRow,
  formatTime,
  type LoadedTask,
  type RowWindow,
  stretchOf,
  type TreeRow,
} from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { ChartAxis } from "../chart/chart-axis.js";
import { ChartTable } from "../chart/chart-table.js";
import { ChartTools } from "../chart/chart-tools.js";
import { useZoom } from "../chart/use-zoom.js";
import { Minimap } from "./minimap.js";
import { TimelineChart } from "./timeline-chart.js";
import { TimelineRows } from "./timeline-rows.js";

/** The timeline beside a tree is given the tree's rows, at the same height on the screen. */
export interface TimelineProps {
  readonly log: LogSession;
  readonly task: LoadedTask;
  /** All rows that are not folded away, and which of them are drawn. */
  readonly rows: readonly TreeRow[];
  readonly drawn: RowWindow;
  /** The chosen one; -1 for none. */
  readonly chosen: number;
  readonly rowHeight: number;
  choose(row: number): void;
}

const COLUMNS = ["Place", "What", "Begins", "Takes", "State", "Notes"];

/** The rows of a tree along an axis of time; as a drawing, and on request as a table. */
export function Timeline({ log, task, rows, drawn, chosen, rowHeight, choose }: TimelineProps) {
  const before = useRef<TimelineChart | undefined>(undefined);
  const chart = useMemo(() => new TimelineChart(task, before.current), [task]);
  before.current = chart;
  useZoom(log, `task ${task.tree.taskUuid}`, chart.view);
  const table = useSignal(false);
  const zero = task.timing.from;
  const showRows = useRef(() => {});
  showRows.current = () => {
    const stretch = stretchOf(chart.timeline, rows, drawn);
    if (stretch !== undefined) chart.view.showAround(stretch);
  };
  // Scrolling changes neither the axis nor the tools.
  const [head, foot] = useMemo(
    () => [
      <div key="head" class="beside-head">
        <ChartAxis view={chart.view} zero={zero} clock="time" />
      </div>,
      <div key="foot" class="beside-foot">
        <span class="clock faint mono">0 is {formatTime(zero, { firstTime: zero, lastTime: zero })} UTC</span>
        <Minimap chart={chart} />
        <ChartTools
          view={chart.view}
          showRows={() => showRows.current()}
          showTable={() => {
            table.value = true;
          }}
        />
      </div>,
    ],
    [chart],
  );
  const cells = (index: number) => {
    const row = rows[index];
    const picture = chart.timeline.picture(rows, index);
    if (row === undefined || picture === undefined) return [];
    const { place, name, begins, takes, state, notes } = describeRow(row, picture, zero);
    return [place, name, begins, takes, state, notes.join("; ")];
  };
  return (
    <div class="beside">
      {head}
      <div class="whole" style={{ height: `${drawn.height}px` }}>
        <TimelineRows
          chart={chart}
          rows={rows}
          drawn={drawn}
          rowHeight={rowHeight}
          chosen={chosen}
          choose={choose}
          showRows={() => showRows.current()}
        />
      </div>
      {foot}
      {table.value && (
        <ChartTable
          title="Timeline"
          columns={COLUMNS}
          count={rows.length}
          cells={cells}
          choose={choose}
          close={() => {
            table.value = false;
          }}
        />
      )}
    </div>
  );
}
