import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type RowWindow, rowWindow, scrollTopFor } from "../../model/index.js";

export interface UsedRowWindow extends RowWindow {
  /** For the element that scrolls. */
  readonly ref: RefObject<HTMLDivElement | null>;
  /** The height of the visible part of the list and the distance it is scrolled, in pixels. */
  readonly viewport: number;
  readonly scrollTop: number;
  /** Scrolls as little as is needed to see a row. */
  reveal(row: number): void;
  toTop(): void;
}

/** The part of a long list that is seen, as it is scrolled and as the window changes. `head` pixels stand above it. */
export function useRowWindow(count: number, rowHeight: number, head = 0): UsedRowWindow {
  const ref = useRef<HTMLDivElement | null>(null);
  const [{ scrollTop, viewport }, see] = useState({ scrollTop: 0, viewport: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const look = () => see({ scrollTop: element.scrollTop, viewport: Math.max(0, element.clientHeight - head) });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [head]);
  const shape = { count, rowHeight, viewport };
  const scrollTo = (top: number) => {
    const element = ref.current;
    if (element !== null && Math.abs(element.scrollTop - top) >= 1) element.scrollTop = top;
  };
  return {
    ...rowWindow(shape, scrollTop),
    ref,
    viewport,
    scrollTop,
    reveal: (row) => {
      const element = ref.current;
      if (element === null) return;
      const now = { count, rowHeight, viewport: Math.max(0, element.clientHeight - head) };
      scrollTo(scrollTopFor(now, element.scrollTop, row));
    },
    toTop: () => scrollTo(0),
  };
}
