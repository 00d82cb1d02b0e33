// Failures by kind: a list of kinds with their trends, and beside it the chosen one with its evidence and the ways on.

import type { FailureAnswer, WhyAnswer } from "@clew/log";
import { formatCount, formatLevel, formatShare, formatText } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { AnswerPage } from "../answers/answer-page.js";
import { ActionPath, PlaceLink, SetApart } from "../answers/parts.js";
import { RecordLine } from "../answers/record-line.js";
import { CopyButton } from "../parts/copy-button.js";
import { Cross } from "../parts/icons.js";
import { Notice } from "../parts/notice.js";
import { KindTrend, Sparkline } from "./kind-trend.js";
import { NearestButton } from "./nearest-button.js";

/** Sentences name errors, whose reasons are cut already. */
const LONGEST_SENTENCE = 1000;

/** Kinds whose trends are drawn in the list: each is asked for by itself. */
const MOST_TRENDS = 8;

export function FailuresView({ log }: { readonly log: LogSession }) {
  return (
    <AnswerPage
      log={log}
      title="Why did tasks fail?"
      question="Failures by where they began, not by where they surfaced."
      command="clew why"
      answer={log.why}
      isWide
      show={(answer) =>
        answer.tasks === 0 ? (
          <Notice title="There is no task to look at." />
        ) : answer.failures.length === 0 ? (
          <Notice title={formatText(answer.sentence, LONGEST_SENTENCE)}>
            <a href={log.navigation.href({ view: "slow" })}>See where the time went instead</a>
          </Notice>
        ) : (
          <Kinds log={log} answer={answer} />
        )
      }
    />
  );
}

/** The task by which a kind of failure is named: one that failed so. */
export function likeOf({ chain, example }: FailureAnswer): string {
  return chain[0]?.task_uuid ?? example.task_uuid;
}

function Kinds({ log, answer }: { readonly log: LogSession; readonly answer: WhyAnswer }) {
  const { pick } = log.navigation.state.value;
  const { failures, tasks } = answer;
  const chosen = failures.find((failure) => likeOf(failure) === pick) ?? failures[0];
  if (chosen === undefined) return null;
  return (
    <div class={failures.length > 1 ? "kinds" : "kinds single"}>
      {failures.length > 1 && (
        <nav class="kind-list" aria-label="Kinds of failure">
          {failures.map((failure, i) => (
            <KindLink
              key={`${failure.handled}${likeOf(failure)}`}
              log={log}
              failure={failure}
              tasks={tasks}
              isChosen={failure === chosen}
              hasTrend={i < MOST_TRENDS}
            />
          ))}
        </nav>
      )}
      <FailureCard key={likeOf(chosen)} log={log} failure={chosen} tasks={tasks} />
    </div>
  );
}

interface KindProps {
  readonly log: LogSession;
  readonly failure: FailureAnswer;
  /** All tasks that were looked at. */
  readonly tasks: number;
}

function KindLink({
  log,
  failure,
  tasks,
  isChosen,
  hasTrend,
}: KindProps & { readonly isChosen: boolean; readonly hasTrend: boolean }) {
  const { count, origin, handled } = failure;
  return (
    <a
      class={handled === true ? "kind-link handled" : "kind-link"}
      href={log.navigation.href({ pick: likeOf(failure) })}
      aria-current={isChosen ? "true" : undefined}
    >
      <span class="number">{formatCount(count)}</span>
      <span class="what">
        <b>{formatText(origin.action_type)}</b>{" "}
        <span class="faint">{formatText(origin.exception ?? "still running")}</span>
        <br />
        <span class="faint">
          {handled === true ? "handled" : `${formatShare(count / Math.max(1, tasks))} of the tasks`}
        </span>
      </span>
      {handled !== true && hasTrend && <Sparkline log={log} like={likeOf(failure)} />}
    </a>
  );
}

function FailureCard({ log, failure, tasks }: KindProps) {
  const { count, sentence, origin, example, chain, before, set_apart: apart, handled } = failure;
  const { query } = log.navigation.state.value;
  const like = likeOf(failure);
  return (
    <article class="card failure">
      <header>
        <span class="big-number">{formatCount(count)}</span>
        <div>
          <h2>
            <ActionPath path={origin.action_path} />
          </h2>
          <p class="failure-text">
            <span class="mark failed">
              <Cross />
            </span>{" "}
            {formatText(sentence, LONGEST_SENTENCE)}
          </p>
          <p class="ways">
            {handled === true ? (
              <span>Handled: the task went on.</span>
            ) : (
              <a href={log.navigation.href({ view: "forest", query: { ...query, like }, list: "tasks" })}>
                {count === 1 ? "Show the task" : `Show the ${formatCount(count)} tasks`}
              </a>
            )}
            <span>
              For example{" "}
              <PlaceLink log={log} place={example}>
                the action in which it began
              </PlaceLink>
            </span>
            {handled !== true && <NearestButton log={log} taskUuid={like} />}
            <CopyButton text={() => ticketText(failure, tasks)} what="this as text" />
          </p>
        </div>
      </header>
      {handled !== true && <KindTrend log={log} like={like} />}
      {apart.length > 0 ? (
        <SetApart log={log} entries={apart} these="these tasks" />
      ) : (
        handled !== true && <p class="faint">{formatText(failure.set_apart_sentence, LONGEST_SENTENCE)}</p>
      )}
      <details>
        <summary>The way to it, and what was logged just before</summary>
        <ol class="chain">
          {chain.map((place) => (
            <li key={`${place.task_uuid}${formatLevel(place.task_level)}`}>
              <PlaceLink log={log} place={place}>
                {formatText(place.action_type)}
              </PlaceLink>{" "}
              <span class="mono faint">{formatLevel(place.task_level)}</span>
            </li>
          ))}
        </ol>
        {before.length > 0 && (
          <div class="before">
            {before.map((message) => (
              <RecordLine key={`${message.task_level}`} log={log} record={message} />
            ))}
          </div>
        )}
      </details>
    </article>
  );
}

/** A failure as somebody puts it into a ticket. */
function ticketText({ sentence, set_apart_sentence: apart, origin, example }: FailureAnswer, tasks: number): string {
  return [
    sentence,
    apart,
    "",
    `Path: ${origin.action_path.join(" > ")}`,
    `For example: task ${example.task_uuid} at ${formatLevel(example.task_level)}`,
    `Looked at: ${formatCount(tasks)} tasks. clew tree LOG --task ${example.task_uuid}`,
  ].join("\n");
}
