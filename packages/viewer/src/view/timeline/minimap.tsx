// All of the time of a task as a strip: how much ran when, and where it failed; and over it the stretch that the timeline
// shows, as a handle that is moved and whose edges are pulled.

import { effect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { densityOf, fromZero, type TimeWindow } from "../../model/index.js";
import { pressTimeKey } from "../chart/gestures.js";
import { palette } from "../chart/palette.js";
import { surfaceOf } from "../chart/surface.js";
import { useWidth } from "../chart/use-chart.js";
import { textScale } from "../parts/text-scale.js";
import type { TimelineChart } from "./timeline-chart.js";

/** In pixels, at the usual size of text; the style sheet has it as rem. */
const HEIGHT = 24;
const PARTS = 160;
/** An edge is taken hold of within this. */
const EDGE_PX = 6;
/** A handle is never so narrow that nobody could take it. */
const LEAST_PX = 4;

type Grip = "from" | "to" | "both";

export function Minimap({ chart }: { readonly chart: TimelineChart }) {
  const { view, task } = chart;
  const { frame, width } = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const grip = useRef<{ readonly of: Grip; readonly x: number; readonly window: TimeWindow } | undefined>(undefined);
  const density = useMemo(() => densityOf(task.timing, view.bounds, PARTS), [task]);
  const wide = width.value;
  const colours = palette().value;
  const height = HEIGHT * textScale().value;
  useLayoutEffect(() => {
    const surface = canvas.current && surfaceOf(canvas.current, wide, height, colours);
    if (!surface) return;
    const { context } = surface;
    const most = Math.log1p(density.running.reduce((high, count) => Math.max(high, count), 1));
    const part = wide / PARTS;
    density.running.forEach((count, i) => {
      const tall = (Math.log1p(count) / most) * (height - 2);
      context.fillStyle = colours.states[0] as string;
      context.globalAlpha = 0.55;
      context.fillRect(i * part, height - tall, part, tall);
      context.globalAlpha = 1;
      context.fillStyle = colours.failure;
      if (density.failed[i] === 1) context.fillRect(i * part, height - 5, Math.max(2, part), 5);
    });
  }, [density, wide, height, colours]);
  // The handle moves with every frame of a zoom, and nothing else is drawn for that.
  useEffect(
    () =>
      effect(() => {
        const { from, to } = view.window.value;
        const { bounds } = view;
        const length = bounds.to - bounds.from;
        const [element, strip] = [handle.current, frame.current];
        if (element === null || strip === null) return;
        element.style.left = `${((from - bounds.from) / length) * 100}%`;
        element.style.width = `max(${LEAST_PX}px, ${((to - from) / length) * 100}%)`;
        const zero = task.timing.from;
        strip.setAttribute("aria-valuenow", String(Math.round((((from + to) / 2 - bounds.from) / length) * 100)));
        strip.setAttribute("aria-valuetext", `${fromZero(from - zero)} to ${fromZero(to - zero)}`);
      }),
    [view, task],
  );

  const timeAt = (x: number) => view.bounds.from + (x / Math.max(1, wide)) * (view.bounds.to - view.bounds.from);
  const xOf = ({ clientX }: PointerEvent) => clientX - (frame.current?.getBoundingClientRect().left ?? 0);
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const x = xOf(event);
    const { from, to } = view.window.peek();
    const [left, right] = [from, to].map((time) => Math.abs(timeAt(x) - time) / (timeAt(1) - timeAt(0))) as [
      number,
      number,
    ];
    const isWithin = timeAt(x) >= from && timeAt(x) <= to;
    // Beside the handle it comes to the pointer, with as much of the time as before.
    if (!isWithin && Math.min(left, right) > EDGE_PX) {
      const half = (to - from) / 2;
      view.look({ from: timeAt(x) - half, to: timeAt(x) + half });
    }
    const edge = Math.min(left, right) > EDGE_PX ? "both" : left < right ? "from" : "to";
    grip.current = { of: edge, x, window: view.window.peek() };
    frame.current?.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const held = grip.current;
    if (held === undefined) return;
    const by = timeAt(xOf(event)) - timeAt(held.x);
    const { from, to } = held.window;
    view.look({ from: held.of === "to" ? from : from + by, to: held.of === "from" ? to : to + by });
  };
  const release = () => {
    grip.current = undefined;
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !pressTimeKey(event.key, view)) return;
    event.preventDefault();
  };
  return (
    <div
      ref={frame}
      class="minimap"
      role="slider"
      tabIndex={0}
      aria-label="The time that the timeline shows, of all of the task. Left and right move it, plus and minus zoom, 0 shows all."
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={50}
      title="Drag to move, pull an edge to zoom, double click to show all of the time"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={release}
      onDblClick={() => view.showAll()}
      onKeyDown={press}
    >
      <canvas ref={canvas} />
      <div ref={handle} class="minimap-window" />
    </div>
  );
}
