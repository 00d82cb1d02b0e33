import { useSignal } from "@preact/signals";
import { formatCount, plural, START } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { PartNote } from "../answers/answer-page.js";
import { ApartPanel } from "../explore/apart-panel.js";
import { GroupsTable } from "../explore/groups-table.js";
import { HeatmapPanel } from "../explore/heatmap-panel.js";
import { Chips } from "../filter/chips.js";
import { FilterField } from "../filter/filter-field.js";
import { Filter } from "../parts/icons.js";
import { Failure, Notice, Waiting } from "../parts/notice.js";
import { Facets } from "./facets.js";
import { HistogramPanel } from "./histogram-panel.js";
import { MessageHits } from "./message-hits.js";
import { QuickFilters } from "./quick-filters.js";
import { SearchBox } from "./search-box.js";
import { TaskList } from "./task-list.js";

const LISTS = [
  { name: "tasks", title: "Tasks" },
  { name: "groups", title: "Groups" },
  { name: "messages", title: "Messages" },
] as const;

/** The way to the comparison of the two tasks that are ticked. */
function CompareTicked({ log }: { readonly log: LogSession }) {
  const { a, b } = log.navigation.state.value;
  if (a === undefined && b === undefined) return null;
  if (a === undefined || b === undefined) return <span class="faint">One ticked; tick another to compare</span>;
  return (
    <a class="button" href={log.navigation.href({ view: "diff", setA: undefined, setB: undefined })}>
      Compare the two ticked
    </a>
  );
}

/** All tasks of a log: found, narrowed, sorted. */
export function ForestView({ log }: { readonly log: LogSession }) {
  const filtering = useSignal(false);
  const { forest, navigation } = log;
  const { query, list, chart } = navigation.state.value;
  const total = forest.pages.total.value;
  const stale = forest.pages.isStale.value;
  const error = forest.error.value;
  const narrowed = Object.keys(query).length > 0;
  return (
    <div class="forest">
      <h1 class="unseen">Explore</h1>
      <aside class={filtering.value ? "facets shown" : "facets"} aria-label="Filters">
        <Facets log={log} />
      </aside>
      <section class="found" aria-label="Tasks found">
        <div class="bar">
          <SearchBox log={log} />
          <button
            type="button"
            class="filter-button"
            aria-expanded={filtering.value}
            onClick={() => {
              filtering.value = !filtering.value;
            }}
          >
            <Filter /> Filters
          </button>
          <FilterField log={log} />
          <QuickFilters log={log} />
        </div>
        <div class="chart-box">
          <span class="switch" role="group" aria-label="Drawing">
            <a href={navigation.href({ chart: "bars" })} aria-current={chart === "bars" ? "true" : undefined}>
              Counts
            </a>
            <a href={navigation.href({ chart: "heatmap" })} aria-current={chart === "heatmap" ? "true" : undefined}>
              Durations
            </a>
          </span>
          {chart === "heatmap" ? <HeatmapPanel log={log} /> : <HistogramPanel log={log} />}
        </div>
        <ApartPanel log={log} />
        <PartNote log={log} />
        <div class="count" aria-live="polite">
          <span class={stale && total !== undefined ? "stale" : ""}>
            {total === undefined ? "Reading…" : plural(total, "task")}
          </span>
          <Chips log={log} />
          <span class="switch" role="group" aria-label="List">
            {LISTS.filter(({ name }) => name !== "messages" || query.text !== undefined).map(({ name, title }) => (
              <a key={name} href={navigation.href({ list: name })} aria-current={list === name ? "true" : undefined}>
                {title}
              </a>
            ))}
          </span>
          <CompareTicked log={log} />
          {forest.newer.value > 0 && (
            <button type="button" class="newer" onClick={() => forest.showNewer()}>
              Show {formatCount(forest.newer.value)} newer
            </button>
          )}
        </div>
        {error !== undefined ? (
          <Failure what="The tasks could not be read." reason={error} again={() => forest.reload()} />
        ) : total === undefined ? (
          <Waiting what="the tasks" />
        ) : total === 0 ? (
          narrowed ? (
            <Notice title="No task matches.">
              <a href={navigation.href({ query: START.query })}>Show all tasks</a>
            </Notice>
          ) : (
            <Notice title="The log is empty.">
              {log.summary.value?.live === true
                ? "Tasks appear here as soon as they are logged."
                : "No line of it is a message."}
            </Notice>
          )
        ) : list === "groups" ? (
          <GroupsTable log={log} />
        ) : list === "messages" && query.text !== undefined ? (
          <MessageHits log={log} />
        ) : (
          <TaskList log={log} total={total} />
        )}
      </section>
    </div>
  );
}
