import type { Histogram } from "@clew/log";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatCount, formatTime } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";

const BARS = 24;

/** A kind of failure over the time of all matching tasks, and when the first and the last of it began. */
interface Trend {
  readonly all: Histogram;
  readonly failed: Histogram;
  readonly first: number;
  readonly last: number;
}

interface TrendProps {
  readonly log: LogSession;
  /** A task that failed so. */
  readonly like: string;
}

function useTrend({ log, like }: TrendProps): Trend | undefined {
  const trend = useSignal<Trend | undefined>(undefined);
  const { query } = log.navigation.state.value;
  const messages = log.why.asOf.value?.messages;
  // Which tasks failed alike is known once all of them were read.
  const isKnown = log.why.ofSample.value === undefined;
  useEffect(() => {
    if (!isKnown) return;
    let isSeen = true;
    const ask = async () => {
      const { source } = log;
      const all = await source.histogram(query, BARS);
      const own = { ...query, like };
      const range = { from: query.from ?? all.from, to: query.to ?? all.to + 1e-6 };
      const failed = await source.histogram({ ...own, ...range }, BARS);
      const at = async (descending: boolean) =>
        (await source.tasks(own, { sort: "time", descending, offset: 0, limit: 1 })).rows[0]?.startTime;
      const [first, last] = [await at(false), await at(true)];
      if (isSeen && first !== undefined && last !== undefined) trend.value = { all, failed, first, last };
    };
    ask().catch(() => {});
    return () => {
      isSeen = false;
    };
  }, [log, like, query, messages, isKnown]);
  return trend.value;
}

/** The trend as bars of one line. */
export function Sparkline(props: TrendProps) {
  const trend = useTrend(props);
  if (trend === undefined) return <span class="sparkline stale" />;
  return <Bars trend={trend} />;
}

function Bars({ trend: { all, failed } }: { readonly trend: Trend }) {
  const most = Math.max(1, ...failed.buckets.map(({ count }) => count));
  return (
    <span class="sparkline">
      <svg viewBox={`0 0 ${BARS} 100`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {failed.buckets.map(({ count }, i) => {
          const height = count === 0 ? 2 : Math.max(12, (100 * count) / most);
          return (
            <rect
              key={all.from + i}
              x={i + 0.1}
              y={100 - height}
              width={0.8}
              height={height}
              class={count === 0 ? "none" : ""}
            />
          );
        })}
      </svg>
    </span>
  );
}

/** The trend in words, with its bars: since when, until when, all the time or not. */
export function KindTrend(props: TrendProps) {
  const trend = useTrend(props);
  if (trend === undefined) return <p class="trend stale" />;
  const { all, failed, first, last } = trend;
  const span = { firstTime: all.from, lastTime: all.to };
  const busy = all.buckets.filter(({ count }) => count > 0).length;
  const hit = failed.buckets.filter(({ count }) => count > 0).length;
  const whole = all.to - all.from;
  const words =
    first === last
      ? `once, at ${formatTime(first, span)}`
      : `since ${formatTime(first, span)}, last at ${formatTime(last, span)}${
          whole > 0 && hit >= busy * 0.6
            ? ", all the time"
            : `, in ${formatCount(hit)} of ${formatCount(busy)} stretches`
        }`;
  return (
    <p class="trend">
      <Bars trend={trend} /> <span>{words}</span>
    </p>
  );
}
