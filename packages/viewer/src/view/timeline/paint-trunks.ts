import { type Branch, type LinkKind, type TimeWindow, type Trunk, type Trunks, xOf } from "../../model/index.js";
import type { Surface } from "../chart/surface.js";

interface TrunksView {
  readonly window: TimeWindow;
  readonly rowHeight: number;
  /** The rows that are drawn, from (included) to (excluded). */
  readonly first: number;
  readonly end: number;
}

/** Within one pixel of width nobody can tell more lines than this apart. */
const MOST_PER_PIXEL = 2;

/** Arrows between the rows that are drawn, and from and to the rows beyond. */
export function paintTrunks(surface: Surface, view: TrunksView, trunks: Trunks): void {
  if (trunks.length === 0) return;
  const perPixel = new Map<number, number>();
  trunks.visit(view.first, view.end - 1, (trunk, branches) => {
    const x = xOf(trunk.time, view.window, surface.width);
    if (x < -1 && branches.length === 0) return;
    if (branches.length === 0 && (trunk.row < view.first || trunk.row >= view.end)) {
      const count = perPixel.get(Math.round(x)) ?? 0;
      if (count >= MOST_PER_PIXEL) return;
      perPixel.set(Math.round(x), count + 1);
    }
    paintTrunk(surface, view, trunk, branches, x);
  });
  surface.context.setLineDash([]);
  surface.context.globalAlpha = 1;
}

function paintTrunk(
  { context, width, height, palette }: Surface,
  { window, rowHeight, first }: TrunksView,
  { kind, row, branches: all }: Trunk,
  branches: readonly Branch[],
  x: number,
): void {
  const yOf = (at: number) => Math.min(height + 4, Math.max(-4, (at - first + 0.5) * rowHeight));
  const rows = [row, all[0]?.row ?? row, all.at(-1)?.row ?? row];
  context.strokeStyle = context.fillStyle = kind === "cancels" ? (palette.states[4] as string) : palette.quiet;
  context.globalAlpha = 0.85;
  context.lineWidth = 1;
  context.setLineDash(DASHES[kind]);
  context.beginPath();
  if (x >= -1 && x <= width + 1) {
    context.moveTo(Math.round(x) + 0.5, yOf(Math.min(...rows)));
    context.lineTo(Math.round(x) + 0.5, yOf(Math.max(...rows)));
  }
  for (const branch of branches) {
    const y = Math.round(yOf(branch.row)) + 0.5;
    context.moveTo(x, y);
    context.lineTo(xOf(branch.time, window, width), y);
  }
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  for (const branch of branches) arrowHead(context, x, xOf(branch.time, window, width), yOf(branch.row));
  context.fill();
  if (row >= first && x >= 0) {
    context.beginPath();
    context.arc(x, yOf(row), 2.5, 0, 2 * Math.PI);
    context.fill();
  }
}

const DASHES: Readonly<Record<LinkKind, number[]>> = { follows: [], cancels: [4, 2] };

function arrowHead(context: CanvasRenderingContext2D, from: number, x: number, y: number): void {
  const back = x >= from ? -5 : 5;
  context.moveTo(x, y);
  context.lineTo(x + back, y - 3.5);
  context.lineTo(x + back, y + 3.5);
  context.closePath();
}
