// Two populations of tasks against each other: the changes that are sure, those that may be chance, with their figures.

import { type ChangeAnswer, type DiffAnswer, ownerOfChange, type TaskQuery } from "@clew/log";
import { formatCount, formatSeconds, formatShare, formatText } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { AnswerPage } from "../answers/answer-page.js";
import { ActionPath } from "../answers/parts.js";
import { Notice } from "../parts/notice.js";
import { queryWords } from "./query-words.js";

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
        <p class="ways sets">
          <span>
            <b class="side-name">A</b> <SetLink log={log} query={a} />
          </span>
          <span>
            <b class="side-name">B</b> <SetLink log={log} query={b} />
          </span>
          <a href={navigation.href({ setA: b, setB: a })}>Turn around</a>
          <a href={navigation.href({ setA: undefined, setB: undefined })}>Another comparison</a>
        </p>
      }
      show={(answer) => <Changes log={log} answer={answer} a={a} b={b} />}
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

interface ChangesProps extends CompareSetsProps {
  readonly answer: DiffAnswer;
}

function Changes({ log, answer, a, b }: ChangesProps) {
  const { changes = [], suspects = [] } = answer;
  const sure = changes.filter((change) => change.sure);
  const unsure = changes.filter((change) => !change.sure && change.confidence >= 0.05);
  const [suspect] = suspects;
  const own = sure.find(({ value }) => value !== undefined && value === suspect?.value);
  return (
    <>
      <p class="sum">
        {sure.length === 0
          ? "Nothing changed beyond chance."
          : suspect === undefined
            ? `${changeWords(sure[0] as ChangeAnswer)}.`
            : `It began in ${formatText(suspect.value)}: ${changeWords(own ?? (sure[0] as ChangeAnswer), own !== undefined)}.`}
      </p>
      {sure.length > 0 && <ChangeTable log={log} changes={sure} a={a} b={b} />}
      {unsure.length > 0 && (
        <details open={sure.length === 0}>
          <summary>{formatCount(unsure.length)} that chance may have done</summary>
          <ChangeTable log={log} changes={unsure} a={a} b={b} />
        </details>
      )}
      {changes.length === 0 && (
        <Notice title="As far as these tasks can tell, both did the same.">
          <a href={log.navigation.href({ setA: undefined, setB: undefined })}>Compare others</a>
        </Notice>
      )}
    </>
  );
}

interface ChangeTableProps {
  readonly log: LogSession;
  readonly changes: readonly ChangeAnswer[];
  readonly a: TaskQuery;
  readonly b: TaskQuery;
}

function ChangeTable({ log, changes, a, b }: ChangeTableProps) {
  return (
    <div class="card scroll">
      <p class="faint">
        A number leads to the tasks of its side in which the action is named: those that it counts are among them.
      </p>
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
              <NamedCell log={log} change={change} side="a" query={a} />
              <NamedCell log={log} change={change} side="b" query={b} />
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

interface NamedCellProps {
  readonly log: LogSession;
  readonly change: ChangeAnswer;
  readonly side: "a" | "b";
  readonly query: TaskQuery;
}

/** The figures of a side, with the way to its tasks in which the action is named: no filter means just those counted. */
function NamedCell({ log, change, side, query }: NamedCellProps) {
  const name = change.action_path.at(-1) ?? "";
  const href = log.navigation.href({
    view: "forest",
    list: "tasks",
    query: { ...query, text: name },
    setA: undefined,
    setB: undefined,
  });
  return (
    <td class="number">
      {change[side].of === 0 ? (
        ofWords(change[side])
      ) : (
        <a href={href} title={`Tasks of ${side.toUpperCase()} in which “${formatText(name)}” stands`}>
          {ofWords(change[side])}
        </a>
      )}
    </td>
  );
}

const KIND_WORDS: Readonly<Record<ChangeAnswer["kind"], string>> = {
  contains: "has",
  lacks: "lacks",
  failed: "failed",
  own_time: "took longer",
  count: "other number of",
  between: "longer way to",
};

function ofWords({ yes, of }: ChangeAnswer["a"]): string {
  return of === 0 ? "none" : `${formatCount(yes)} of ${formatCount(of)} (${formatShare(yes / of)})`;
}

function ownerOf({ kind, action_path: path, value }: ChangeAnswer): string | undefined {
  return ownerOfChange(kind, path.at(-1), value);
}

/** A change in a clause; whose it is may have been said. */
function changeWords(change: ChangeAnswer, isOwnerSaid = false): string {
  const { kind, action_path: path, item, a, b } = change;
  const owner = isOwnerSaid ? undefined : ownerOf(change);
  const where = `${formatText(path.join(" › "))}${owner === undefined ? "" : ` of ${formatText(owner)}`}`;
  const what = `${where} ${KIND_WORDS[kind]}${item === undefined ? "" : ` ${formatText(item)}`}`;
  return `${what} in ${ofWords(b)}, in A in ${ofWords(a)}`;
}
