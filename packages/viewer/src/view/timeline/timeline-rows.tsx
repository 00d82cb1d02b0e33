import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { describeRow, fromZero, type RowWindow, type TreeRow, timeAt } from "../../model/index.js";
import { ChartTip, type Tip } from "../chart/chart-tip.js";
import { listenToGestures, type Point, pressTimeKey } from "../chart/gestures.js";
import { paintGrid } from "../chart/paint-axis.js";
import { useChart } from "../chart/use-chart.js";
import { paintRows } from "./paint-rows.js";
import { paintTrunks } from "./paint-trunks.js";
import type { TimelineChart } from "./timeline-chart.js";

export interface TimelineRowsProps {
  readonly chart: TimelineChart;
  /** All rows of the tree that are not folded away, and which of them are drawn. */
  readonly rows: readonly TreeRow[];
  readonly drawn: RowWindow;
  readonly rowHeight: number;
  /** The chosen row; -1 for none. */
  readonly chosen: number;
  choose(row: number): void;
}

/** The rows of a tree in time. It stands in the element that scrolls the rows, so that both move as one. */
export function TimelineRows({ chart, rows, drawn, rowHeight, chosen, choose }: TimelineRowsProps) {
  const { view, timeline, task } = chart;
  const zero = task.timing.from;
  const height = (drawn.end - drawn.first) * rowHeight;
  const tip = useSignal<Tip | undefined>(undefined);
  const brushed = useSignal<readonly [number, number] | undefined>(undefined);
  const line = useRef<HTMLDivElement>(null);
  const { frame, canvas, width } = useChart(view, height, (surface) => {
    const axis = { window: view.window.peek(), bounds: view.bounds, zero, clock: "time" } as const;
    if (chosen >= drawn.first && chosen < drawn.end) {
      surface.context.fillStyle = surface.palette.chosen;
      surface.context.fillRect(0, (chosen - drawn.first) * rowHeight, surface.width, rowHeight);
    }
    paintGrid(surface, axis);
    const pictures = Array.from({ length: drawn.end - drawn.first }, (_, i) => timeline.picture(rows, drawn.first + i));
    const rowsView = { window: axis.window, until: task.timing.to, rowHeight };
    paintRows(surface, rowsView, pictures);
    paintTrunks(surface, { ...rowsView, first: drawn.first, end: drawn.end }, chart.trunksOf(rows));
  });

  const rowAt = ({ y }: Point) => Math.min(rows.length - 1, drawn.first + Math.floor(y / rowHeight));
  const hover = (point: Point | undefined) => {
    const row = point && rows[rowAt(point)];
    const picture = point && timeline.picture(rows, rowAt(point));
    if (line.current !== null) {
      line.current.hidden = point === undefined;
      if (point !== undefined) line.current.style.transform = `translateX(${point.x}px)`;
    }
    if (point === undefined || row === undefined || picture === undefined) {
      tip.value = undefined;
      return;
    }
    const { name, place, begins, takes, state, notes } = describeRow(row, picture, zero);
    const now = timeAt(point.x, view.window.peek(), width) - zero;
    tip.value = {
      at: point,
      title: `${name} ${place}`,
      facts: [state, begins, takes],
      notes: [...notes, `pointer at ${fromZero(now)}`],
    };
  };
  const showRow = (index: number) => {
    const picture = timeline.picture(rows, index);
    if (picture === undefined) return;
    if (picture.kind === "message") view.showAround({ from: picture.at, to: picture.at });
    else if (picture.kind === "gap") view.showAround(picture);
    else view.showAround({ from: picture.start, to: picture.end ?? task.timing.to });
  };

  const handlers = { hover, rowAt, showRow, choose };
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    return listenToGestures(element, view, {
      brushes: false,
      hover: (point) => latest.current.hover(point),
      click: (point) => latest.current.choose(latest.current.rowAt(point)),
      doubleClick: (point) => latest.current.showRow(latest.current.rowAt(point)),
      brush: (stretch) => {
        brushed.value = stretch;
      },
    });
  }, [view]);

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowUp") choose(Math.max(0, chosen - 1));
    else if (event.key === "ArrowDown") choose(Math.min(rows.length - 1, chosen + 1));
    else if (event.key === "Enter" && chosen !== -1) showRow(chosen);
    else if (!pressTimeKey(event.key, view)) return;
    event.preventDefault();
  };
  const [a, b] = brushed.value ?? [0, 0];
  return (
    <div ref={frame} class="timeline-rows" style={{ top: `${drawn.top}px`, height: `${height}px` }}>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label="Timeline. Left and right move through the time, plus and minus zoom, 0 shows all of it. The button Table shows the same as text."
        onKeyDown={press}
      />
      <div ref={line} class="chart-crosshair" hidden />
      {brushed.value && (
        <div class="chart-brush" style={{ left: `${Math.min(a, b)}px`, width: `${Math.abs(b - a)}px` }} />
      )}
      <ChartTip tip={tip.value} width={width} height={height} />
    </div>
  );
}
