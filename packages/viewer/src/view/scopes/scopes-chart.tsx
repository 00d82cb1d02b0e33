import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { describeLane, type Lane, type LaneForest, LaneRows } from "../../model/index.js";
import { AXIS_HEIGHT, ChartAxis } from "../chart/chart-axis.js";
import { ChartTip, type Tip } from "../chart/chart-tip.js";
import { listenToGestures, type Point, pressTimeKey } from "../chart/gestures.js";
import { paintGrid } from "../chart/paint-axis.js";
import type { TimeView } from "../chart/time-view.js";
import { useCanvas, useWidth } from "../chart/use-chart.js";
import { useRowWindow } from "../list/use-row-window.js";
import { textScale } from "../parts/text-scale.js";
import { type LanesView, laneAt } from "./lane-picture.js";
import { paintLanes } from "./paint-lanes.js";

export interface ScopesChartProps {
  readonly forest: LaneForest;
  readonly view: TimeView;
  readonly folded: ReadonlySet<Lane>;
  readonly hideDirectScopes: boolean;
  /** The height of a row; a fraction of a pixel where many are to be seen. */
  readonly rowHeight: number;
  readonly chosen: Lane | undefined;
  choose(lane: Lane): void;
  fold(lane: Lane): void;
  stretchRows(factor: number): void;
  /** Tells how many rows there are, and how many pixels for them. */
  measure(rows: number, viewport: number): void;
}

/** The lanes, which scroll up and down, under an axis that stays. */
export function ScopesChart(props: ScopesChartProps) {
  const { forest, view, folded, hideDirectScopes, rowHeight, chosen, choose, fold } = props;
  const lanes = useMemo(
    () => new LaneRows(forest.roots, { folded, hideDirectScopes }),
    [forest, folded, hideDirectScopes],
  );
  const list = useRowWindow(lanes.rows.length, rowHeight, AXIS_HEIGHT * textScale().value);
  const chosenRow = chosen === undefined ? -1 : lanes.indexOf(chosen);
  const height = Math.ceil((list.end - list.first) * rowHeight);
  const tip = useSignal<Tip | undefined>(undefined);
  const brushed = useSignal<readonly [number, number] | undefined>(undefined);
  const line = useRef<HTMLDivElement>(null);
  const { clock, from: zero, to: until } = forest;
  const { frame, width: measured } = useWidth();
  const width = measured.value;
  const canvas = useCanvas(view, width, height, (surface) => {
    paintGrid(surface, { window: view.window.peek(), bounds: view.bounds, zero, clock });
    paintLanes(surface, viewOf(surface.width), chosenRow);
  });
  const viewOf = (width: number): LanesView => {
    return { lanes, window: view.window.peek(), width, rowHeight, first: list.first, end: list.end, until };
  };
  useEffect(() => props.measure(lanes.rows.length, list.viewport), [lanes, list.viewport]);
  useEffect(() => {
    if (chosenRow !== -1) list.reveal(chosenRow);
  }, [chosenRow]);

  const hover = (point: Point | undefined) => {
    if (line.current !== null) {
      line.current.hidden = point === undefined;
      if (point !== undefined) line.current.style.transform = `translateX(${point.x}px)`;
    }
    const hit = point && laneAt(viewOf(width), point);
    if (hit === undefined) {
      tip.value = undefined;
      return;
    }
    const row = lanes.rows[hit.row];
    const { kind, name, within, begins, takes, state, notes } = describeLane(
      hit.lane,
      forest,
      row?.lane === hit.lane ? row : undefined,
    );
    const where = within === "" ? kind : `${kind} in ${within}`;
    tip.value = { at: point as Point, title: name, facts: [where, state, begins, takes], notes };
  };
  const show = (lane: Lane) => view.showAround({ from: lane.start, to: lane.end ?? until });
  const click = (point: Point) => {
    const hit = laneAt(viewOf(width), point);
    if (hit === undefined) return;
    if (hit.onTriangle) fold(hit.lane);
    else choose(hit.lane);
  };
  const doubleClick = (point: Point) => {
    const hit = laneAt(viewOf(width), point);
    if (hit !== undefined && !hit.onTriangle) show(hit.lane);
  };
  const latest = useRef({ hover, click, doubleClick, stretchRows: props.stretchRows });
  latest.current = { hover, click, doubleClick, stretchRows: props.stretchRows };
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    return listenToGestures(element, view, {
      brushes: false,
      hover: (point) => latest.current.hover(point),
      click: (point) => latest.current.click(point),
      doubleClick: (point) => latest.current.doubleClick(point),
      stretchRows: (factor) => latest.current.stretchRows(factor),
      brush: (stretch) => {
        brushed.value = stretch;
      },
    });
  }, [view]);

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = (row: number) => {
      const lane = lanes.rows[Math.max(0, Math.min(lanes.rows.length - 1, row))]?.lane;
      if (lane !== undefined) choose(lane);
    };
    if (event.key === "ArrowUp") move(chosenRow - 1);
    else if (event.key === "ArrowDown") move(chosenRow + 1);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(lanes.rows.length - 1);
    else if (event.key === " " && chosen !== undefined) fold(chosen);
    else if (event.key === "Enter" && chosen !== undefined) show(chosen);
    else if (event.key === "[") props.stretchRows(1 / 1.5);
    else if (event.key === "]") props.stretchRows(1.5);
    else if (!pressTimeKey(event.key, view)) return;
    event.preventDefault();
  };
  const [a, b] = brushed.value ?? [0, 0];
  return (
    <div class="lanes scroll" ref={list.ref}>
      <div class="lanes-axis">
        <ChartAxis view={view} zero={zero} clock={clock} />
      </div>
      <div class="whole" style={{ height: `${list.height}px` }}>
        <div ref={frame} class="lanes-rows" style={{ transform: `translateY(${list.top}px)`, height: `${height}px` }}>
          <canvas
            ref={canvas}
            tabIndex={0}
            role="img"
            aria-label="Lanes of scopes and children. Up and down choose one, space folds it, enter shows it; left and right move through the time, plus and minus zoom, 0 shows all of it. The button Table shows the same as text."
            onKeyDown={press}
          />
          <div ref={line} class="chart-crosshair" hidden />
          {brushed.value && (
            <div class="chart-brush" style={{ left: `${Math.min(a, b)}px`, width: `${Math.abs(b - a)}px` }} />
          )}
          <ChartTip tip={tip.value} width={width} height={height} />
        </div>
      </div>
    </div>
  );
}
