import type { ComponentChildren } from "preact";
import { formatTime, NO_SPAN, plural } from "../../model/index.js";
import type { LogAnswer, LogSession } from "../../state/index.js";
import { Chips } from "../forest/chips.js";
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
  show(answer: T): ComponentChildren;
}

/** The answer to one of the three questions, while it is computed, when it could not be, and when it is there. */
export function AnswerPage<T>({ log, title, question, command, answer, isNarrowed = true, show }: AnswerPageProps<T>) {
  const { value, loading, error } = answer.asked.value;
  return (
    <div class="answer">
      <div class="answer-head">
        <h1>{title}</h1>
        <p class="faint">
          {question} <code>{command}</code> answers the same.
        </p>
        {isNarrowed && <Narrowed log={log} />}
        <AsOf log={log} answer={answer} />
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

/** The filters that an answer obeys; nothing where all tasks count. */
export function Narrowed({ log }: { readonly log: LogSession }) {
  if (Object.keys(log.navigation.state.value.query).length === 0) return null;
  return (
    <p class="narrowed">
      Among the tasks that match: <Chips log={log} all />
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
