import { useSignal } from "@preact/signals";
import { formatTime } from "../../model/index.js";
import { bucketWords, type HistogramProps, stretchOf } from "./histogram-stretch.js";

const HEIGHT = 100;
/** The height of the shortest bar: a single task can be seen. */
const LEAST = 3;

/** The drawing: bars, the stretch that is being chosen, and the bucket under the pointer or the keys. */
export function HistogramBars({ histogram, span, choose }: HistogramProps) {
  const { buckets } = histogram;
  const range = useSignal<readonly [number, number] | undefined>(undefined);
  const dragging = useSignal(false);
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  const tall = (count: number) => (count === 0 ? 0 : Math.max(LEAST, (count / most) * HEIGHT));
  const bucketAt = (event: PointerEvent) => {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const place = Math.floor(((event.clientX - left) / width) * buckets.length);
    return Math.min(buckets.length - 1, Math.max(0, place));
  };
  const take = () => {
    const chosen = range.value;
    dragging.value = false;
    if (chosen !== undefined) choose(stretchOf(histogram, Math.min(...chosen), Math.max(...chosen)));
    range.value = undefined;
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const [anchor, at] = range.value ?? [0, -1];
    if (step !== undefined) {
      const next = Math.min(buckets.length - 1, Math.max(0, at + step));
      range.value = event.shiftKey && range.value !== undefined ? [anchor, next] : [next, next];
    } else if (event.key === "Enter" && range.value !== undefined) take();
    else if (event.key === "Escape") {
      if (range.value === undefined) choose(undefined);
      range.value = undefined;
    } else return;
    event.preventDefault();
  };
  const chosen = range.value;
  const [first, last] = chosen === undefined ? [0, 0] : [Math.min(...chosen), Math.max(...chosen)];
  const sum = buckets
    .slice(first, last + 1)
    .reduce((total, { count, failed }) => ({ count: total.count + count, failed: total.failed + failed }), {
      count: 0,
      failed: 0,
    });
  const stretch = stretchOf(histogram, first, last);
  const words =
    chosen === undefined
      ? ""
      : `${formatTime(stretch.from, span)} – ${formatTime(stretch.to, span)}: ${bucketWords(sum)}`;
  return (
    <div
      class="histogram-bars"
      role="slider"
      aria-label="Tasks over time"
      aria-description="Left and right move, with Shift they choose a stretch, Enter takes it, Escape shows all of the time."
      aria-valuemin={0}
      aria-valuemax={buckets.length - 1}
      aria-valuenow={range.value?.[1] ?? 0}
      aria-valuetext={words === "" ? "nothing chosen" : words}
      tabIndex={0}
      onKeyDown={press}
      onBlur={() => {
        range.value = undefined;
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = bucketAt(event);
        dragging.value = true;
        range.value = [at, at];
      }}
      onPointerMove={(event) => {
        const at = bucketAt(event);
        range.value = dragging.value ? [range.value?.[0] ?? at, at] : [at, at];
      }}
      onPointerUp={take}
      onPointerLeave={() => {
        if (!dragging.value) range.value = undefined;
      }}
    >
      <svg viewBox={`0 0 ${buckets.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {chosen !== undefined && <rect class="chosen" x={first} y={0} width={last - first + 1} height={HEIGHT} />}
        {buckets.map(({ count, failed }, i) => (
          <g key={stretchOf(histogram, i, i).from}>
            <rect class="all" x={i + 0.1} y={HEIGHT - tall(count)} width={0.8} height={tall(count)} />
            <rect class="failed" x={i + 0.1} y={HEIGHT - tall(failed)} width={0.8} height={tall(failed)} />
          </g>
        ))}
      </svg>
      <output class="histogram-words">{words}</output>
    </div>
  );
}
