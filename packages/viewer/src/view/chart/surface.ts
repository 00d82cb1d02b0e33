import type { Palette } from "./palette.js";

/** A canvas that is ready to be drawn on, in the pixels of the page. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

/** Clears a canvas and fits it to its size on the page and to the screen's pixels. */
export function surfaceOf(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  palette: Palette,
): Surface | undefined {
  const context = canvas.getContext("2d");
  if (context === null || width <= 0 || height <= 0) return undefined;
  const ratio = window.devicePixelRatio || 1;
  const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== tall) {
    canvas.width = wide;
    canvas.height = tall;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(wide / width, 0, 0, tall / height, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height, palette };
}

const HATCHES = new Map<string, CanvasPattern | null>();

/** Slanted lines of a colour: what was cancelled is told from what failed by more than the colour. */
export function hatch({ context }: Surface, colour: string): CanvasPattern | string {
  let pattern = HATCHES.get(colour);
  if (pattern === undefined) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 12;
    const pen = tile.getContext("2d");
    if (pen !== null) {
      pen.fillStyle = colour;
      pen.globalAlpha = 0.14;
      pen.fillRect(0, 0, 12, 12);
      pen.globalAlpha = 0.5;
      pen.strokeStyle = colour;
      pen.lineWidth = 2.5;
      for (const x of [-12, 0, 12]) {
        pen.moveTo(x - 2, 14);
        pen.lineTo(x + 14, -2);
      }
      pen.stroke();
    }
    pattern = context.createPattern(tile, "repeat");
    pattern?.setTransform(new DOMMatrix().scale(0.5));
    HATCHES.set(colour, pattern);
  }
  return pattern ?? colour;
}
