import { effect, type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { palette } from "./palette.js";
import { type Surface, surfaceOf } from "./surface.js";
import type { TimeView } from "./time-view.js";

export interface MeasuredFrame {
  /** For the element that is measured. */
  readonly frame: RefObject<HTMLDivElement | null>;
  /** Its width in pixels; 0 before it is known. */
  readonly width: Signal<number>;
}

/** The width of an element, as it changes. */
export function useWidth(): MeasuredFrame {
  const frame = useRef<HTMLDivElement | null>(null);
  const width = useSignal(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const look = () => {
      width.value = element.clientWidth;
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, []);
  return { frame, width };
}

/**
 * A canvas that is drawn anew when what it shows changes: at once with the elements around it, so that rows and their
 * bars move together, and once a frame as the time moves.
 */
export function useCanvas(
  view: TimeView,
  width: number,
  height: number,
  draw: (surface: Surface) => void,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const paint = () => {
    const surface = canvas.current && surfaceOf(canvas.current, width, height, palette().peek());
    if (surface) draw(surface);
  };
  const latest = useRef(paint);
  latest.current = paint;
  useLayoutEffect(() => latest.current());
  useEffect(() => {
    let asked = 0;
    let first = true;
    const stop = effect(() => {
      void view.window.value;
      void palette().value;
      // The first drawing was made together with the elements.
      if (!first) {
        cancelAnimationFrame(asked);
        asked = requestAnimationFrame(() => latest.current());
      }
      first = false;
    });
    return () => {
      stop();
      cancelAnimationFrame(asked);
    };
  }, [view]);
  return canvas;
}
