import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Clock } from "../../model/index.js";
import { textScale } from "../parts/text-scale.js";
import { listenToGestures } from "./gestures.js";
import { paintAxis } from "./paint-axis.js";
import type { TimeView } from "./time-view.js";
import { useCanvas, useWidth } from "./use-chart.js";

interface ChartAxisProps {
  readonly view: TimeView;
  readonly zero: number;
  readonly clock: Clock;
}

/** In pixels, at the usual size of text; the style sheet has it as rem. */
export const AXIS_HEIGHT = 28;

/** The axis above a chart. Brushing over it shows what was brushed, a double click all of the time. */
export function ChartAxis({ view, zero, clock }: ChartAxisProps) {
  const brushed = useSignal<readonly [number, number] | undefined>(undefined);
  const { frame, width } = useWidth();
  const canvas = useCanvas(view, width.value, AXIS_HEIGHT * textScale().value, (surface) => {
    paintAxis(surface, { window: view.window.peek(), bounds: view.bounds, zero, clock });
  });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    return listenToGestures(element, view, {
      brushes: true,
      hover() {},
      click() {},
      doubleClick: () => view.showAll(),
      brush: (stretch) => {
        brushed.value = stretch;
      },
    });
  }, [view]);
  const [a, b] = brushed.value ?? [0, 0];
  return (
    <div ref={frame} class="chart-axis" title="Drag to zoom in; double click shows all of the time">
      <canvas ref={canvas} role="img" aria-label="Time axis" />
      {brushed.value && (
        <div class="chart-brush" style={{ left: `${Math.min(a, b)}px`, width: `${Math.abs(b - a)}px` }} />
      )}
    </div>
  );
}
