// The first screen: what fails and where the time goes, in the sentences of the answers, with the way to what they count;
// then the tasks over time, and the numbers of each type.

import type { LogSummary, TaskQuery } from "@clew/log";
import { formatCount, formatSeconds, formatShare, plural } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { AsOf, PartNote, SampleNote } from "../answers/answer-page.js";
import { TypeTable } from "../answers/type-table.js";
import { FilterBar } from "../filter/filter-bar.js";
import { HistogramPanel } from "../forest/histogram-panel.js";
import { Notice } from "../parts/notice.js";
import { Findings } from "./findings.js";

export function Overview({ log }: { readonly log: LogSession }) {
  const summary = log.summary.value;
  return (
    <div class="answer overview">
      <h1 class="unseen">Overview</h1>
      {summary === undefined ? null : summary.messages === 0 ? (
        <Empty summary={summary} />
      ) : (
        <>
          <Counts log={log} summary={summary} />
          <FilterBar log={log} />
          <PartNote log={log} />
          <SampleNote log={log} answers={[log.why, log.slow]} />
          <Findings log={log} />
          <AsOf log={log} answer={log.why} />
          <h2>Tasks over time</h2>
          <HistogramPanel log={log} />
          <h2>By type</h2>
          <TypeTable log={log} />
          <Health summary={summary} />
        </>
      )}
    </div>
  );
}

function Empty({ summary }: { readonly summary: LogSummary }) {
  return (
    <Notice title="The log is empty.">
      {summary.live ? "Tasks appear here as soon as they are logged." : "No line of it is a message."}
    </Notice>
  );
}

/** The tasks of the whole log by their outcome, each number with the way to the tasks that it counts. */
function Counts({ log, summary }: { readonly log: LogSession; readonly summary: LogSummary }) {
  const { navigation, forest } = log;
  const { tasks, failedTasks, firstTime, lastTime } = summary;
  const to = (query: TaskQuery) => navigation.href({ view: "forest", query });
  const open = forest.facets.value?.statuses.find(({ value }) => value === "incomplete")?.count ?? 0;
  const isWhole = Object.keys(navigation.state.value.query).length === 0;
  return (
    <p class="counts">
      <a href={to({})}>{plural(tasks, "task")}</a>
      {firstTime !== null && lastTime !== null && lastTime > firstTime && (
        <span class="faint">in {formatSeconds(lastTime - firstTime)}</span>
      )}
      {failedTasks > 0 ? (
        <a class="bad" href={to({ statuses: ["failed"] })}>
          {formatCount(failedTasks)} failed ({formatShare(failedTasks / tasks)})
        </a>
      ) : (
        <span class="faint">none failed</span>
      )}
      {isWhole && open > 0 && (
        <a class="open" href={to({ statuses: ["incomplete"] })}>
          {formatCount(open)} not ended
        </a>
      )}
    </p>
  );
}

/** The state of the log itself, where something is wrong with it. */
function Health({ summary: { unusedLines } }: { readonly summary: LogSummary }) {
  if (unusedLines === 0) return null;
  return (
    <p class="warn">
      {plural(unusedLines, "line")} of the log could not be used, and {unusedLines === 1 ? "is" : "are"} in none of
      these numbers. <code>clew find</code> prints which, and why.
    </p>
  );
}
