// Gestures on a chart: the wheel with ctrl and two fingers zoom, dragging and the wheel with shift move through the
// time, a brush over the axis shows what was brushed. Scrolling up and down is left to the page.

import { timeAt } from "../../model/index.js";
import type { TimeView } from "./time-view.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GestureHandlers {
  /** True where dragging brushes instead of moving; with shift it always does. */
  readonly brushes: boolean;
  hover(point: Point | undefined): void;
  click(point: Point): void;
  doubleClick(point: Point): void;
  /** Receives the stretch that is being brushed, in pixels; `undefined` once that is over. */
  brush(stretch: readonly [number, number] | undefined): void;
  /** The wheel with alt: taller or lower rows. */
  stretchRows?(factor: number, y: number): void;
}

/** A pointer that moved less than this did not drag. */
const CLICK_PX = 4;

/** Listens to an element that shows a time view; the function that it gives ends that. */
export function listenToGestures(element: HTMLElement, view: TimeView, handlers: GestureHandlers): () => void {
  const pointers = new Map<number, Point>();
  let pressed: { readonly at: Point; readonly brushing: boolean; dragged: boolean } | undefined;
  const width = () => Math.max(1, element.clientWidth);
  const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const timeOf = (x: number) => timeAt(x, view.window.peek(), width());

  const wheel = (event: WheelEvent) => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    const factor = Math.exp(Math.max(-50, Math.min(50, dy)) * 0.008);
    if (event.ctrlKey || event.metaKey) view.zoom(factor, timeOf(pointOf(event).x));
    else if (event.altKey && handlers.stretchRows !== undefined) handlers.stretchRows(1 / factor, pointOf(event).y);
    else if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) view.pan((dx || dy) / width());
    else return;
    event.preventDefault();
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const at = pointOf(event);
    pointers.set(event.pointerId, at);
    pressed = { at, brushing: handlers.brushes || event.shiftKey, dragged: pointers.size > 1 };
  };
  const move = (event: PointerEvent) => {
    const now = pointOf(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined || pressed === undefined) {
      if (event.pointerType !== "touch") handlers.hover(now);
      return;
    }
    if (pointers.size === 2) pinch(event.pointerId, before, now);
    else if (pressed.dragged || Math.abs(now.x - pressed.at.x) > CLICK_PX) {
      if (!pressed.dragged) element.setPointerCapture(event.pointerId);
      pressed.dragged = true;
      handlers.hover(undefined);
      if (pressed.brushing) handlers.brush([pressed.at.x, now.x]);
      else view.pan((before.x - now.x) / width());
    }
    pointers.set(event.pointerId, now);
  };
  const pinch = (id: number, before: Point, now: Point) => {
    const other = [...pointers].find(([pointer]) => pointer !== id)?.[1];
    if (other === undefined) return;
    const [was, is] = [Math.abs(before.x - other.x), Math.abs(now.x - other.x)];
    if (was > 8 && is > 8) view.zoom(was / is, timeOf((now.x + other.x) / 2));
    view.pan((before.x - now.x) / 2 / width());
  };
  const up = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId) || pressed === undefined) return;
    const { at, brushing, dragged } = pressed;
    const now = pointOf(event);
    if (pointers.size > 0) return;
    pressed = undefined;
    if (!dragged) handlers.click(now);
    else if (brushing) {
      handlers.brush(undefined);
      if (event.type !== "pointercancel") view.show({ from: timeOf(at.x), to: timeOf(now.x) });
    }
  };
  const leave = () => handlers.hover(undefined);
  /** Under a pointer that rests there is something else then. */
  const scroll = ({ target }: Event) => {
    if (target instanceof Node && target.contains(element)) leave();
  };
  const double = (event: MouseEvent) => handlers.doubleClick(pointOf(event));

  element.addEventListener("wheel", wheel, { passive: false });
  element.addEventListener("pointerdown", down);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", up);
  element.addEventListener("pointerleave", leave);
  element.addEventListener("dblclick", double);
  document.addEventListener("scroll", scroll, { capture: true, passive: true });
  return () => {
    element.removeEventListener("wheel", wheel);
    element.removeEventListener("pointerdown", down);
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", up);
    element.removeEventListener("pointercancel", up);
    element.removeEventListener("pointerleave", leave);
    element.removeEventListener("dblclick", double);
    document.removeEventListener("scroll", scroll, { capture: true });
  };
}

/** The keys of a chart that has the focus; gives whether the key was one of them. */
export function pressTimeKey(key: string, view: TimeView): boolean {
  if (key === "ArrowLeft") view.stepPan(-0.2);
  else if (key === "ArrowRight") view.stepPan(0.2);
  else if (key === "+" || key === "=") view.stepZoom(0.5);
  else if (key === "-") view.stepZoom(2);
  else if (key === "0") view.showAll();
  else return false;
  return true;
}
