import type { FailureAnswer } from "@clew/log";
import { formatCount, formatLevel, formatText, plural } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Cross } from "../parts/icons.js";
import { Notice } from "../parts/notice.js";
import { AnswerPage } from "./answer-page.js";
import { ActionPath, PlaceLink, SetApart } from "./parts.js";
import { RecordLine } from "./record-line.js";

/** The actions in which failures began, the most frequent first, with the fields that set the failed tasks apart. */
export function WhyView({ log }: { readonly log: LogSession }) {
  return (
    <AnswerPage
      title="Why did tasks fail?"
      question="Failures by where they began, not by where they surfaced."
      command="clew why"
      answer={log.why}
      again={() => log.refresh()}
      show={({ failures }) =>
        failures.length === 0 ? (
          <Notice title="No task failed.">
            <a href={log.navigation.href({ view: "slow" })}>See where the time went instead</a>
          </Notice>
        ) : (
          failures.map((failure) => (
            <FailureCard
              key={`${failure.example.task_uuid}${failure.example.task_level}`}
              log={log}
              failure={failure}
            />
          ))
        )
      }
    />
  );
}

function FailureCard({ log, failure }: { readonly log: LogSession; readonly failure: FailureAnswer }) {
  const { count, origin, example, chain, before, set_apart: apart, handled } = failure;
  return (
    <article class="card">
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
            {origin.exception === null ? (
              "was still running when a deadline expired"
            ) : (
              <>
                <b>{formatText(origin.exception)}</b>
                {origin.reason !== null && `: ${formatText(origin.reason)}`}
              </>
            )}
          </p>
          <p class="faint">
            {handled === true ? "Handled: the task went on. " : ""}
            {plural(count, "task")}, for example{" "}
            <PlaceLink log={log} place={example}>
              the action in which it began
            </PlaceLink>
          </p>
        </div>
      </header>
      <SetApart entries={apart} these="these tasks" />
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
