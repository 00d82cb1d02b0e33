import type { TaskQuery } from "@clew/log";
import { useSignal } from "@preact/signals";
import { formatCount, formatTime } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { TableToggle } from "../parts/table-toggle.js";
import { HistogramBars } from "./histogram-bars.js";
import { type HistogramProps, stretchOf } from "./histogram-stretch.js";

/** The starts of the matching tasks over time, with the failed among them; a stretch of it can be chosen. */
export function HistogramPanel({ log }: { readonly log: LogSession }) {
  const { navigation, forest } = log;
  const histogram = forest.histogram.value;
  const asTable = useSignal(false);
  if (histogram === undefined || histogram.to <= histogram.from) return null;
  const span = { firstTime: histogram.from, lastTime: histogram.to };
  const { query } = navigation.state.value;
  const narrow = (range: { readonly from: number; readonly to: number } | undefined) => {
    const { from: _, to: __, ...rest } = query;
    const next: TaskQuery = range === undefined ? rest : { ...rest, ...range };
    navigation.step({ query: next });
  };
  return (
    <figure class="histogram">
      <HistogramBars histogram={histogram} span={span} choose={narrow} />
      <figcaption>
        <span class="mono">{formatTime(histogram.from, span)}</span>
        {query.from !== undefined || query.to !== undefined ? (
          <button type="button" class="link" onClick={() => narrow(undefined)}>
            All of the time
          </button>
        ) : null}
        <TableToggle shown={asTable} />
        <span class="mono">{formatTime(histogram.to, span)}</span>
      </figcaption>
      {asTable.value && <HistogramTable histogram={histogram} span={span} choose={narrow} />}
    </figure>
  );
}

/** The same in words, for those who do not see the drawing: the stretches in which something began. */
function HistogramTable({ histogram, span, choose }: HistogramProps) {
  const rows = histogram.buckets.map((bucket, i) => ({ ...bucket, ...stretchOf(histogram, i, i) }));
  return (
    <section class="table-box" aria-label="Tasks over time">
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Tasks</th>
            <th scope="col">Failed</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(({ count }) => count > 0)
            .map(({ from, to, count, failed }) => (
              <tr key={from}>
                <td>
                  <button type="button" class="link mono" onClick={() => choose({ from, to })}>
                    {formatTime(from, span)}
                  </button>
                </td>
                <td class="number">{formatCount(count)}</td>
                <td class="number">{formatCount(failed)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
