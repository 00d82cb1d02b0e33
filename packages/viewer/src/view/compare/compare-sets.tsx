// Two populations of tasks against each other: the changes that are sure, those that may be chance, with their figures.

import { type ChangeAnswer, type Counted, type DiffAnswer, ownerOfChange, type TaskQuery } from "@clew/log";
import { formatCount, formatSeconds, formatShare, formatText } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { AnswerPage } from "../answers/answer-page.js";
import { ActionPath } from "../answers/parts.js";
import { KIND_WORDS } from "./counted-words.js";
import { queryWords } from "./query-words.js";
import { Sides } from "./sides.js";

interface CompareSetsProps {
  readonly log: LogSession;
  readonly a: TaskQuery;
  readonly b: TaskQuery;
}

/** Two choices of tasks: what changed from the one to the other, by kind of action, beyond chance. */
export function CompareSets({ log, a, b }: CompareSetsProps) {
  const { navigation } = log;
  return (
    <AnswerPage
      log={log}
      title="What changed?"
      question="By kind of action, beyond chance and beyond another mix of tasks."
      command="clew diff --changes"
      answer={log.compared}
      isNarrowed={false}
      choice={
        <Sides a={<SetLink log={log} query={a} />} b={<SetLink log={log} query={b} />}>
          <a href={navigation.href({ setA: b, setB: a })}>Turn around</a>
          <a href={navigation.href({ setA: undefined, setB: undefined })}>Another comparison</a>
        </Sides>
      }
      show={(answer) => <Changes log={log} answer={answer} of={{ a, b }} />}
    />
  );
}

function SetLink({ log, query }: { readonly log: LogSession; readonly query: TaskQuery }) {
  return (
    <a href={log.navigation.href({ view: "forest", query, list: "tasks", setA: undefined, setB: undefined })}>
      {queryWords(query, log.summary.value)}
    </a>
  );
}

const LISTED = 60;
/** Sentences name types and values, which a log may have of any length. */
const LONGEST = 1000;

interface ChangesProps {
  readonly log: LogSession;
  readonly answer: DiffAnswer;
  /** The two choices that are compared; left out where it is the log and its baseline. */
  readonly of?: Counted["of"];
}

/** What changed, in the sentence of the command, and each change with its figures. */
export function Changes({ log, answer, of }: ChangesProps) {
  const { changes = [], improved = [], sentence } = answer;
  const sure = changes.filter((change) => change.sure);
  const unsure = changes.filter((change) => !change.sure && change.confidence >= 0.05);
  return (
    <>
      <p class="sum">{formatText(sentence, LONGEST)}</p>
      {sure.length > 0 && <ChangeTable log={log} changes={sure} of={of} />}
      {unsure.length > 0 && (
        <details open={sure.length === 0}>
          <summary>{formatCount(unsure.length)} that chance may have done</summary>
          <ChangeTable log={log} changes={unsure} of={of} />
        </details>
      )}
      {improved.length > 0 && <h2>Better for sure</h2>}
      {improved.length > 0 && <ChangeTable log={log} changes={improved} of={of} />}
    </>
  );
}

interface ChangeTableProps {
  readonly log: LogSession;
  readonly changes: readonly ChangeAnswer[];
  readonly of: Counted["of"];
}

function ChangeTable({ log, changes, of }: ChangeTableProps) {
  return (
    <div class="card scroll">
      <p class="faint">A number counts actions, and leads to the tasks in which they are.</p>
      <table class="changes">
        <thead>
          <tr>
            <th scope="col">What changed</th>
            <th scope="col" class="number">
              in A
            </th>
            <th scope="col" class="number">
              in B
            </th>
            <th scope="col" class="number">
              more a task
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, LISTED).map((change) => (
            <tr key={JSON.stringify([change.kind, change.item, change.value, change.action_path])}>
              <td>
                <span class={`kind ${change.kind === "failed" ? "status" : ""}`}>{KIND_WORDS[change.kind]}</span>{" "}
                <ActionPath path={change.action_path} />
                {ownerOf(change) !== undefined && ` of ${formatText(ownerOf(change) ?? "")}`}
                {change.item !== undefined && <span class="mono"> {formatText(change.item)}</span>}
              </td>
              <CountedCell log={log} change={change} side="a" of={of} />
              <CountedCell log={log} change={change} side="b" of={of} />
              <td class="number">
                {change.extra_seconds_per_task >= 0.0005 ? formatSeconds(change.extra_seconds_per_task) : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CountedCellProps {
  readonly log: LogSession;
  readonly change: ChangeAnswer;
  readonly side: "a" | "b";
  readonly of: Counted["of"];
}

/** The figures of a side, with the way to the tasks of just those actions that it counts. */
function CountedCell({ log, change, side, of }: CountedCellProps) {
  const { kind, action_path, item, value } = change;
  const named = { ...(item !== undefined && { item }), ...(value !== undefined && { value }) };
  const counted: Counted = { change: { kind, action_path, ...named }, side, ...(of !== undefined && { of }) };
  const href = log.navigation.href({
    view: "forest",
    list: "tasks",
    query: { counted },
    ...(of === undefined && { log: side === "a" ? ("baseline" as const) : undefined }),
    setA: undefined,
    setB: undefined,
  });
  return (
    <td class="number">
      {change[side].yes === 0 ? (
        ofWords(change[side])
      ) : (
        <a href={href} title={`The tasks of ${side.toUpperCase()} in which these actions are`}>
          {ofWords(change[side])}
        </a>
      )}
    </td>
  );
}

function ofWords({ yes, of }: ChangeAnswer["a"]): string {
  return of === 0 ? "none" : `${formatCount(yes)} of ${formatCount(of)} (${formatShare(yes / of)})`;
}

function ownerOf({ kind, action_path: path, value }: ChangeAnswer): string | undefined {
  return ownerOfChange(kind, path.at(-1), value);
}
