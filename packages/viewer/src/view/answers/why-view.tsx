import type { FailureAnswer } from "@clew/log";
import { formatCount, formatLevel, formatText } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Cross } from "../parts/icons.js";
import { Notice } from "../parts/notice.js";
import { AnswerPage } from "./answer-page.js";
import { ActionPath, PlaceLink, SetApart } from "./parts.js";
import { RecordLine } from "./record-line.js";

/** Sentences name errors, whose reasons are cut already. */
const LONGEST_SENTENCE = 1000;

/** The actions in which failures began, the most frequent first, with the fields that set the failed tasks apart. */
export function WhyView({ log }: { readonly log: LogSession }) {
  return (
    <AnswerPage
      log={log}
      title="Why did tasks fail?"
      question="Failures by where they began, not by where they surfaced."
      command="clew why"
      answer={log.why}
      show={({ failures, sentence, tasks }) =>
        tasks === 0 ? (
          <Notice title="There is no task to look at." />
        ) : failures.length === 0 ? (
          <Notice title={formatText(sentence, LONGEST_SENTENCE)}>
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
  const { count, sentence, origin, example, chain, before, set_apart: apart, handled } = failure;
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
            {formatText(sentence, LONGEST_SENTENCE)}
          </p>
          <p class="faint">
            {handled === true ? "Handled: the task went on. " : ""}
            For example{" "}
            <PlaceLink log={log} place={example}>
              the action in which it began
            </PlaceLink>
          </p>
        </div>
      </header>
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
