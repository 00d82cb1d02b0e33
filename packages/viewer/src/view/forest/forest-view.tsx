import { useSignal } from "@preact/signals";
import { formatCount, plural, START } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { PartNote } from "../answers/answer-page.js";
import { Filter } from "../parts/icons.js";
import { Failure, Notice, Waiting } from "../parts/notice.js";
import { Chips } from "./chips.js";
import { Facets } from "./facets.js";
import { HistogramPanel } from "./histogram-panel.js";
import { MessageHits } from "./message-hits.js";
import { QuickFilters } from "./quick-filters.js";
import { SearchBox } from "./search-box.js";
import { TaskList } from "./task-list.js";

/** All tasks of a log: found, narrowed, sorted. */
export function ForestView({ log }: { readonly log: LogSession }) {
  const filtering = useSignal(false);
  const { forest, navigation } = log;
  const { query, list } = navigation.state.value;
  const total = forest.pages.total.value;
  const stale = forest.pages.isStale.value;
  const error = forest.error.value;
  const narrowed = Object.keys(query).length > 0;
  return (
    <div class="forest">
      <h1 class="unseen">Tasks</h1>
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
          <QuickFilters log={log} />
        </div>
        <HistogramPanel log={log} />
        <PartNote log={log} />
        <div class="count" aria-live="polite">
          <span class={stale && total !== undefined ? "stale" : ""}>
            {total === undefined ? "Reading…" : plural(total, "task")}
          </span>
          <Chips log={log} />
          {query.text !== undefined && (
            <span class="switch">
              <a href={navigation.href({ list: "tasks" })} aria-current={list === "tasks" ? "true" : undefined}>
                Tasks
              </a>
              <a href={navigation.href({ list: "messages" })} aria-current={list === "messages" ? "true" : undefined}>
                Messages
              </a>
            </span>
          )}
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
        ) : list === "messages" && query.text !== undefined ? (
          <MessageHits log={log} />
        ) : (
          <TaskList log={log} total={total} />
        )}
      </section>
    </div>
  );
}
