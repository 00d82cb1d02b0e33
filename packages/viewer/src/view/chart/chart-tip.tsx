import type { Point } from "./gestures.js";

export interface Tip {
  readonly at: Point;
  readonly title: string;
  /** Short facts on one line. */
  readonly facts: readonly string[];
  readonly notes: readonly string[];
}

interface ChartTipProps {
  readonly tip: Tip | undefined;
  /** The size of what it stands over. */
  readonly width: number;
  readonly height: number;
}

const WIDE = 300;

/** The words for the thing under the pointer, beside it and never outside of the chart. */
export function ChartTip({ tip, width, height }: ChartTipProps) {
  if (tip === undefined) return null;
  const { at, title, facts, notes } = tip;
  const wide = Math.min(WIDE, width - 16);
  const left = Math.max(8, at.x + 14 + wide > width ? at.x - wide - 14 : at.x + 14);
  const vertical = at.y > height / 2 ? { bottom: `${height - at.y + 12}px` } : { top: `${at.y + 14}px` };
  return (
    <div class="chart-tip" style={{ left: `${left}px`, maxWidth: `${wide}px`, ...vertical }}>
      <strong>{title}</strong>
      <div>{facts.filter((fact) => fact !== "").join(" · ")}</div>
      {notes.map((note) => (
        <div key={note} class="faint">
          {note}
        </div>
      ))}
    </div>
  );
}
