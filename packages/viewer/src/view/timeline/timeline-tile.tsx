import type { TreeRow } from "../../model/index.js";
import { paintGrid } from "../chart/paint-axis.js";
import { useCanvas } from "../chart/use-chart.js";
import { paintRows } from "./paint-rows.js";
import { paintTrunks } from "./paint-trunks.js";
import type { TimelineChart } from "./timeline-chart.js";

/** The number of rows that share a canvas: few enough that a frame in which one comes in is hardly longer than others. */
export const TILE_ROWS = 6;

export interface TimelineTileProps {
  readonly chart: TimelineChart;
  readonly rows: readonly TreeRow[];
  /** Its first row. */
  readonly first: number;
  readonly rowHeight: number;
  /** Its distance from the top of the list, in pixels. */
  readonly top: number;
  readonly width: number;
  /** The chosen row where it is one of these; -1 where it is not. */
  readonly chosen: number;
}

/** Some rows of a timeline on a canvas of their own: while the tree scrolls, what is drawn stays as it is. */
export function TimelineTile({ chart, rows, first, rowHeight, top, width, chosen }: TimelineTileProps) {
  const { view, timeline, task } = chart;
  const end = Math.min(rows.length, first + TILE_ROWS);
  const height = (end - first) * rowHeight;
  const canvas = useCanvas(view, width, height, (surface) => {
    const { context, palette } = surface;
    const window = view.window.peek();
    if (chosen !== -1) {
      context.fillStyle = palette.chosen;
      context.fillRect(0, (chosen - first) * rowHeight, width, rowHeight);
    }
    paintGrid(surface, { window, bounds: view.bounds, zero: task.timing.from, clock: "time" });
    const pictures = Array.from({ length: end - first }, (_, i) => timeline.picture(rows, first + i));
    const rowsView = { window, until: task.timing.to, rowHeight };
    paintRows(surface, rowsView, pictures);
    paintTrunks(surface, { ...rowsView, first, end }, chart.trunksOf(rows));
  });
  return (
    <div class="timeline-tile" style={{ top: `${top}px`, height: `${height}px` }}>
      <canvas ref={canvas} role="img" aria-label={`Timeline of rows ${first + 1} to ${end}`} />
    </div>
  );
}
