import { effect, useComputed, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { palette } from "./palette.js";
import { type Surface, surfaceOf } from "./surface.js";
import type { TimeView } from "./time-view.js";

export interface Chart {
  /** For the element that the canvas fills, and for the canvas. */
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** The width of the frame in pixels; 0 before it is known. */
  readonly width: number;
}

/**
 * A canvas that is drawn anew when what it shows changes: at once with the elements around it, so that rows and their
 * bars move together, and once a frame as the time moves.
 */
export function useChart(view: TimeView, height: number, draw: (surface: Surface) => void): Chart {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useSignal(0);
  const known = useComputed(() => width.value);
  const paint = () => {
    if (canvas.current === null) return;
    const surface = surfaceOf(canvas.current, width.peek(), height, palette().peek());
    if (surface !== undefined) draw(surface);
  };
  const latest = useRef(paint);
  latest.current = paint;
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      width.value = element.clientWidth;
    });
    observer.observe(element);
    width.value = element.clientWidth;
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => latest.current());
  useEffect(() => {
    let asked = 0;
    const stop = effect(() => {
      void view.window.value;
      void palette().value;
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => latest.current());
    });
    return () => {
      stop();
      cancelAnimationFrame(asked);
    };
  }, [view]);
  return { frame, canvas, width: known.value };
}
