// A log against its baseline: where their tasks part, or what changed in their traffic; each figure leads to the tasks of
// its side that it counts, in the log in which they are.

import type { DiffAnswer, LogName, LogSummary } from "@clew/log";
import { formatCount, formatText, formatType, withoutFolders } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { AnswerPage } from "../answers/answer-page.js";
import { Notice } from "../parts/notice.js";
import { Changes } from "./compare-sets.js";
import { Difference, Others } from "./diff-view.js";
import { Sides } from "./sides.js";

interface CompareLogsProps {
  readonly log: LogSession;
  readonly compared: NonNullable<LogSummary["compared"]>;
}

/** The two logs against each other, in the sentence and the figures of `clew diff`. */
export function CompareLogs({ log, compared }: CompareLogsProps) {
  const tasksOf = (of: LogName, name: string) => (
    <a href={log.navigation.href({ view: "forest", list: "tasks", query: {}, log: of })}>
      {formatText(withoutFolders(name))}
    </a>
  );
  return (
    <AnswerPage
      log={log}
      title="What changed?"
      question="From the baseline to the log. Ids, times and another order of what runs side by side are no difference."
      command="clew diff"
      answer={log.comparedLogs}
      isNarrowed={false}
      choice={<Sides a={tasksOf("baseline", compared.baseline)} b={tasksOf(undefined, compared.log)} />}
      show={(answer) => <Between log={log} answer={answer} />}
    />
  );
}

function Between({ log, answer }: { readonly log: LogSession; readonly answer: DiffAnswer }) {
  const { first, differences, mode } = answer;
  if (mode === "changes") {
    return (
      <>
        <Changes log={log} answer={answer} />
        <Mix log={log} answer={answer} />
      </>
    );
  }
  if (first === null) return <Notice title={answer.sentence} />;
  return (
    <>
      <p class="sum">{formatText(answer.sentence)}</p>
      <h2>Here they part</h2>
      <Difference log={log} difference={first} isFirst ofLogs />
      <Others log={log} differences={differences} first={first} ofLogs />
    </>
  );
}

/** Tasks of each type on both sides. */
function Mix({ log, answer: { mix = [] } }: { readonly log: LogSession; readonly answer: DiffAnswer }) {
  if (mix.length === 0) return null;
  const cell = (type: string, count: number, of: LogName) => (
    <td class="number">
      {count === 0 ? (
        "0"
      ) : (
        <a href={log.navigation.href({ view: "forest", list: "tasks", query: { types: [type] }, log: of })}>
          {formatCount(count)}
        </a>
      )}
    </td>
  );
  return (
    <>
      <h2>Tasks by type</h2>
      <div class="card scroll">
        <table class="changes">
          <thead>
            <tr>
              <th scope="col">Type</th>
              <th scope="col" class="number">
                in A
              </th>
              <th scope="col" class="number">
                in B
              </th>
            </tr>
          </thead>
          <tbody>
            {mix.slice(0, LISTED).map(({ action_type: type, a, b }) => (
              <tr key={type}>
                <td>{formatType(type)}</td>
                {cell(type, a, "baseline")}
                {cell(type, b, undefined)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const LISTED = 60;
