import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { describeRow, fromZero, type RowWindow, type TimeWindow, type TreeRow, timeAt } from "../../model/index.js";
import { ChartTip, type Tip } from "../chart/chart-tip.js";
import { listenToGestures, type Point, pressTimeKey } from "../chart/gestures.js";
import type { TimeView } from "../chart/time-view.js";
import { useWidth } from "../chart/use-chart.js";
import { useRowCache } from "../list/use-row-cache.js";
import { useKeys } from "../parts/use-keys.js";
import type { TimelineChart } from "./timeline-chart.js";
import { TILE_ROWS, TimelineTile } from "./timeline-tile.js";

export interface TimelineRowsProps {
  readonly chart: TimelineChart;
  /** All rows of the tree that are not folded away, and which of them are drawn. */
  readonly rows: readonly TreeRow[];
  readonly drawn: RowWindow;
  readonly rowHeight: number;
  /** The chosen row; -1 for none. */
  readonly chosen: number;
  choose(row: number): void;
  showRows(): void;
}

/** Browsers know no place some million pixels down: from time to time places are counted from anew. */
const ROWS_PER_BASE = 1000 * TILE_ROWS;

/** The rows of a tree in time. It stands in the element that scrolls the rows, so that both move as one. */
export function TimelineRows({ chart, rows, drawn, rowHeight, chosen, choose, showRows }: TimelineRowsProps) {
  const { view, timeline, task } = chart;
  const zero = task.timing.from;
  const height = (drawn.end - drawn.first) * rowHeight;
  const tip = useSignal<Tip | undefined>(undefined);
  const brushed = useSignal<readonly [number, number] | undefined>(undefined);
  const line = useRef<HTMLDivElement>(null);
  const { frame, width } = useWidth();
  const cached = useRowCache();
  const start = drawn.first - (drawn.first % TILE_ROWS);
  const base = start - (start % ROWS_PER_BASE);
  const wide = width.value;
  // A canvas that goes out of sight is drawn on for the rows that come.
  const tiled = Math.ceil(drawn.slots / TILE_ROWS) + 1;
  const tiles = [];
  for (let first = start; first < drawn.end; first += TILE_ROWS) {
    const chosenHere = chosen >= first && chosen < first + TILE_ROWS ? chosen : -1;
    const make = () => (
      <TimelineTile
        key={(first / TILE_ROWS) % tiled}
        chart={chart}
        rows={rows}
        first={first}
        rowHeight={rowHeight}
        top={(first - base) * rowHeight}
        width={wide}
        chosen={chosenHere}
      />
    );
    tiles.push(cached(first, [chart, rows, base, rowHeight, wide, tiled, chosenHere], make));
  }

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
    const now = timeAt(point.x, view.window.peek(), wide) - zero;
    tip.value = {
      at: point,
      title: `${name} ${place}`,
      facts: [state, begins, takes],
      notes: [...notes, `pointer at ${fromZero(now)}`],
    };
  };
  const timeOf = (index: number): TimeWindow | undefined => {
    const picture = timeline.picture(rows, index);
    if (picture === undefined || picture.kind === "gap") return picture;
    if (picture.kind === "message") return { from: picture.at, to: picture.at };
    return { from: picture.start, to: picture.end ?? task.timing.to };
  };
  const showRow = (index: number) => {
    const stretch = timeOf(index);
    if (stretch !== undefined) view.showAround(stretch);
  };
  // What is chosen in the tree, by a key or a link, is seen in time too.
  const chosenNode = rows[chosen]?.node;
  const followed = useRef<TimeView | undefined>(undefined);
  useEffect(() => {
    const stretch = timeOf(chosen);
    // An address that says where the time was left is not moved from there.
    const isLeft = followed.current !== view && !view.isWhole;
    if (chosenNode !== undefined) followed.current = view;
    if (stretch !== undefined && !isLeft) view.follow(stretch);
  }, [chosenNode, view]);
  useKeys({ Z: () => showRow(chosen) });

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
    else if (event.key === "r") showRows();
    else if (!pressTimeKey(event.key, view)) return;
    event.preventDefault();
  };
  const [a, b] = brushed.value ?? [0, 0];
  return (
    <div ref={frame} class="timeline-rows" style={{ transform: `translateY(${drawn.top}px)`, height: `${height}px` }}>
      <div class="tiles" style={{ transform: `translateY(${(base - drawn.first) * rowHeight}px)` }}>
        {tiles}
      </div>
      <button
        type="button"
        class="chart-surface"
        aria-label="Timeline. Left and right move through the time, plus and minus zoom, 0 shows all of it. The button Table shows the same as text."
        onKeyDown={press}
      />
      <div ref={line} class="chart-crosshair" hidden />
      {brushed.value && (
        <div class="chart-brush" style={{ left: `${Math.min(a, b)}px`, width: `${Math.abs(b - a)}px` }} />
      )}
      <ChartTip tip={tip.value} width={wide} height={height} />
    </div>
  );
}
