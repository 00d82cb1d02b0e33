import type { ComponentChildren } from "preact";
import { formatCount, formatText, formatTime, NO_SPAN, plural } from "../../model/index.js";
import type { LogAnswer, LogSession } from "../../state/index.js";
import { FilterBar } from "../filter/filter-bar.js";
import { Failure, Waiting } from "../parts/notice.js";

interface AnswerPageProps<T> {
  readonly log: LogSession;
  readonly title: string;
  /** The question, in a sentence. */
  readonly question: string;
  readonly command: string;
  readonly answer: LogAnswer<T>;
  /** False for an answer that the filters do not narrow. */
  readonly isNarrowed?: boolean;
  /** True for an answer that uses the width of the window. */
  readonly isWide?: boolean;
  /** A choice between several answers, that stands above the answer. */
  readonly choice?: ComponentChildren;
  show(answer: T): ComponentChildren;
}

/** The answer to one of the three questions, while it is computed, when it could not be, and when it is there. */
export function AnswerPage<T>(props: AnswerPageProps<T>) {
  const { log, title, question, command, answer, isNarrowed = true, isWide = false, choice, show } = props;
  const { value, loading, error } = answer.asked.value;
  return (
    <div class={isWide ? "answer wide" : "answer"}>
      <div class="answer-head">
        <h1>{title}</h1>
        <p class="faint">
          {question} <code>{command}</code> answers the same.
        </p>
        {isNarrowed && <FilterBar log={log} />}
        <PartNote log={log} />
        <AsOf log={log} answer={answer} />
        <SampleNote log={log} answers={[answer]} />
        {choice}
      </div>
      {error !== undefined ? (
        <Failure what="The log could not answer." reason={error} again={() => void answer.again()} />
      ) : value !== undefined ? (
        <div class={loading ? "stale" : ""}>{show(value)}</div>
      ) : (
        <Waiting what="the whole log; large logs take a while" />
      )}
    </div>
  );
}

/** The part of a log that an exported page holds, where it is one, and of which of the two the numbers are. */
export function PartNote({ log }: { readonly log: LogSession }) {
  const { part, tasks = 0 } = log.summary.value ?? {};
  if (part === undefined) return null;
  const isWhole = Object.keys(log.navigation.state.value.query).length === 0;
  return (
    <p class="as-of">
      This page holds {formatCount(tasks)} of the {plural(part.tasks, "task")} of the log, chosen with{" "}
      <code>{formatText(part.chosenWith)}</code>.{" "}
      {isWhole
        ? "Failures and Time were answered about the whole log; lists and counts are of the tasks that are here."
        : "All numbers are of the tasks that are here."}
    </p>
  );
}

/** The state of the log that an answer is of, where the log has grown since. */
export function AsOf({ log, answer }: { readonly log: LogSession; readonly answer: LogAnswer<unknown> }) {
  const newer = answer.newer.value;
  const time = answer.asOf.value?.lastTime;
  if (newer === 0 || time === undefined || time === null) return null;
  return (
    <p class="as-of">
      As of {formatTime(time, log.summary.value ?? NO_SPAN)}; {plural(newer, "message")} came since.{" "}
      <button type="button" class="link" onClick={() => void answer.again()}>
        Ask again
      </button>
    </p>
  );
}

/** Says that answers are of a sample as yet, with the way to leave it at that. */
export function SampleNote({
  log,
  answers,
}: {
  readonly log: LogSession;
  readonly answers: readonly LogAnswer<unknown>[];
}) {
  const sampled = answers.filter((answer) => answer.ofSample.value !== undefined && answer.value !== undefined);
  const [first] = sampled;
  if (first === undefined) return null;
  const waiting = sampled.filter((answer) => answer.asked.value.loading);
  return (
    <p class="as-of" role="status">
      Of a sample of {formatCount(first.ofSample.value ?? 0)} of {plural(log.summary.value?.tasks ?? 0, "task")}, failed
      ones first: its counts and shares are those of the sample.{" "}
      {waiting.length > 0 ? (
        <>
          Reading all of them…{" "}
          <button
            type="button"
            class="link"
            onClick={() => {
              for (const answer of waiting) answer.stop();
            }}
          >
            Leave it at that
          </button>
        </>
      ) : (
        <button
          type="button"
          class="link"
          onClick={() => {
            for (const answer of sampled) void answer.again();
          }}
        >
          Read all of them
        </button>
      )}
    </p>
  );
}
