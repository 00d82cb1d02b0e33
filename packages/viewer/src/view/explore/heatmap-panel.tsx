// Durations over time as a picture: cells darker with more tasks, and a box by pointer or keys that asks a question.

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { formatCount, formatSeconds, formatTime } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { bucketWords } from "../forest/histogram-stretch.js";
import { Notice } from "../parts/notice.js";
import { TableToggle } from "../parts/table-toggle.js";
import { type Box, boxOf, type HeatmapRows, queryOfBox, rowsOf, secondsAt, sumOfBox } from "./heatmap-cells.js";

type Cell = readonly [column: number, row: number];

/** The durations of the matching tasks over time. A box that is drawn on it asks what sets its tasks apart. */
export function HeatmapPanel({ log }: { readonly log: LogSession }) {
  const { navigation, forest } = log;
  const heatmap = forest.heatmap.value;
  const laid = useMemo(() => (heatmap && heatmap.cells.length > 0 ? rowsOf(heatmap) : undefined), [heatmap]);
  const ends = useSignal<readonly [Cell, Cell] | undefined>(undefined);
  const dragging = useSignal(false);
  const asTable = useSignal(false);
  if (heatmap === undefined) return null;
  if (laid === undefined) return <Notice title="None of these tasks has ended, so none has a duration." />;
  const span = { firstTime: heatmap.from, lastTime: heatmap.to };
  const box = ends.value && boxOf(...ends.value);
  const ask = () => {
    if (box === undefined || sumOfBox(laid, box).count === 0) return;
    const { query } = navigation.state.peek();
    navigation.step({ apart: { ...query, ...queryOfBox(heatmap, laid, box) } });
  };
  const cellAt = (event: PointerEvent): Cell => {
    const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
    const column = Math.floor(((event.clientX - left) / width) * laid.columns);
    const row = Math.floor(((event.clientY - top) / height) * laid.rows);
    return [Math.min(laid.columns - 1, Math.max(0, column)), Math.min(laid.rows - 1, Math.max(0, row))];
  };
  const press = (event: KeyboardEvent) => {
    const [dx, dy] = STEPS[event.key] ?? [0, 0];
    if (dx !== 0 || dy !== 0) {
      const [anchor, [column, row]] = ends.value ?? [
        [0, laid.rows - 1],
        [-dx, laid.rows - 1 - dy],
      ];
      const next: Cell = [clamp(column + dx, laid.columns), clamp(row + dy, laid.rows)];
      ends.value = event.shiftKey && ends.value !== undefined ? [anchor as Cell, next] : [next, next];
    } else if (event.key === "Enter") ask();
    else if (event.key === "Escape") ends.value = undefined;
    else return;
    event.preventDefault();
  };
  const words = box === undefined ? "" : boxWords(laid, box, heatmap, span);
  return (
    <figure class="heatmap">
      <div class="heatmap-body">
        <div class="heatmap-scale" aria-hidden="true">
          <span>{formatSeconds(secondsAt(laid, -1))}</span>
          <span>{formatSeconds(secondsAt(laid, Math.floor(laid.rows / 2) - 1))}</span>
          <span>{formatSeconds(secondsAt(laid, laid.rows - 1))}</span>
        </div>
        <div
          class="heatmap-cells"
          role="slider"
          aria-label="Durations over time"
          aria-description="Arrows move, with Shift they draw a box, Enter asks what sets its tasks apart."
          aria-valuemin={0}
          aria-valuemax={laid.columns - 1}
          aria-valuenow={Math.max(0, ends.value?.[1][0] ?? 0)}
          aria-valuetext={words === "" ? "nothing chosen" : words}
          tabIndex={0}
          onKeyDown={press}
          onBlur={() => {
            ends.value = undefined;
          }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            dragging.value = true;
            ends.value = [cellAt(event), cellAt(event)];
          }}
          onPointerMove={(event) => {
            const at = cellAt(event);
            ends.value = dragging.value ? [ends.value?.[0] ?? at, at] : [at, at];
          }}
          onPointerUp={() => {
            dragging.value = false;
            ask();
          }}
          onPointerLeave={() => {
            if (!dragging.value) ends.value = undefined;
          }}
        >
          <svg
            viewBox={`0 0 ${laid.columns} ${laid.rows}`}
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
          >
            {[...laid.cells].map(([place, { count, failed }]) => {
              const [x, y] = [place % laid.columns, Math.floor(place / laid.columns)];
              return (
                <g key={place}>
                  <rect x={x} y={y} width={1} height={1} fill-opacity={shadeOf(count, laid.most)} />
                  {failed > 0 && (
                    <rect class="failed" x={x} y={y + 0.72} width={Math.max(0.25, failed / count)} height={0.28} />
                  )}
                </g>
              );
            })}
            {box !== undefined && (
              <rect
                class="box"
                x={box.columns[0]}
                y={box.rows[0]}
                width={box.columns[1] - box.columns[0] + 1}
                height={box.rows[1] - box.rows[0] + 1}
              />
            )}
          </svg>
          <output class="histogram-words">{words}</output>
        </div>
      </div>
      <figcaption>
        <span class="mono">{formatTime(heatmap.from, span)}</span>
        <span>Stronger: more tasks. Red: failed. Drag a box to ask what sets its tasks apart.</span>
        <TableToggle shown={asTable} />
        <span class="mono">{formatTime(heatmap.to, span)}</span>
      </figcaption>
      {asTable.value && <HeatmapTable laid={laid} heatmap={heatmap} span={span} />}
    </figure>
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function clamp(value: number, count: number): number {
  return Math.min(count - 1, Math.max(0, value));
}

/** One hue by lightness: a single task can be seen, and twice as many are told apart. */
function shadeOf(count: number, most: number): number {
  return 0.22 + (0.78 * Math.log1p(count)) / Math.log1p(most);
}

interface Drawn {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}

interface Span {
  readonly firstTime: number;
  readonly lastTime: number;
}

function boxWords(laid: HeatmapRows, box: Box, { from, to, columns }: Drawn, span: Span): string {
  const width = (to - from) / columns;
  const times = `${formatTime(from + width * box.columns[0], span)} – ${formatTime(from + width * (box.columns[1] + 1), span)}`;
  const durations = `${formatSeconds(secondsAt(laid, box.rows[1]))} to ${formatSeconds(secondsAt(laid, box.rows[0] - 1))}`;
  return `${times}, ${durations}: ${bucketWords(sumOfBox(laid, box))}`;
}

/** The cells in words, for those who do not see the drawing. */
function HeatmapTable({
  laid,
  heatmap,
  span,
}: {
  readonly laid: HeatmapRows;
  readonly heatmap: Drawn;
  readonly span: Span;
}) {
  const width = (heatmap.to - heatmap.from) / heatmap.columns;
  return (
    <section class="table-box" aria-label="Durations over time">
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Duration from</th>
            <th scope="col">Tasks</th>
            <th scope="col">Failed</th>
          </tr>
        </thead>
        <tbody>
          {[...laid.cells].map(([place, { count, failed }]) => (
            <tr key={place}>
              <td class="mono">{formatTime(heatmap.from + width * (place % laid.columns), span)}</td>
              <td class="number">{formatSeconds(secondsAt(laid, Math.floor(place / laid.columns)))}</td>
              <td class="number">{formatCount(count)}</td>
              <td class="number">{formatCount(failed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
