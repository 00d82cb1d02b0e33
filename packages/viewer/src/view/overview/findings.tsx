// The findings of the overview: kinds of failure and the slowest path, in sentences with the ways to their evidence.

import type { DiffAnswer, FailureAnswer, SlowAnswer, WhyAnswer } from "@clew/log";
import type { ComponentChildren } from "preact";
import { formatText, plural } from "../../model/index.js";
import type { LogAnswer, LogSession } from "../../state/index.js";
import { PlaceLink, ValueLink } from "../answers/parts.js";
import { likeOf } from "../failures/failures-view.js";
import { KindTrend } from "../failures/kind-trend.js";
import { NearestButton } from "../failures/nearest-button.js";
import { Cross, Delta, Dot } from "../parts/icons.js";
import { Failure } from "../parts/notice.js";

/** Kinds of failure that are told here; the view of failures has them all. */
const MOST_KINDS = 3;
/** Sentences name errors, whose reasons are cut already. */
const LONGEST = 1000;

/** The first kinds of failure and the slowest path, as the commands say them. */
export function Findings({ log }: { readonly log: LogSession }) {
  const { why, slow, comparedLogs } = log;
  return (
    <section class="overview-findings" aria-label="Findings" aria-live="polite">
      {log.summary.value?.compared !== undefined && (
        <Answered answer={comparedLogs} show={(answer) => <Changed log={log} answer={answer} />} what="what changed" />
      )}
      <Answered answer={why} show={(answer) => <Failures log={log} answer={answer} />} what="why tasks failed" />
      <Answered answer={slow} show={(answer) => <Slowest log={log} answer={answer} />} what="where the time went" />
    </section>
  );
}

interface AnsweredProps<T> {
  readonly answer: LogAnswer<T>;
  readonly what: string;
  show(answer: T): ComponentChildren;
}

function Answered<T>({ answer, what, show }: AnsweredProps<T>) {
  const { value, loading, error } = answer.asked.value;
  if (error !== undefined) {
    return <Failure what={`The log could not answer ${what}.`} reason={error} again={() => void answer.again()} />;
  }
  if (value === undefined) {
    return (
      <p class="finding faint" role="status">
        Reading the whole log to tell {what}…
      </p>
    );
  }
  return <div class={loading ? "stale" : ""}>{show(value)}</div>;
}

/** What changed from the baseline, with the way to both tasks or to all changes. */
function Changed({ log, answer }: { readonly log: LogSession; readonly answer: DiffAnswer }) {
  const { sentence, same, first, differences, changes = [] } = answer;
  const more = Math.max(differences.length - 1, changes.filter(({ sure }) => sure).length - 1);
  return (
    <Finding mark={<Delta />} isBad={!same} sentence={sentence}>
      <span class="ways">
        {first?.a != null && (
          <PlaceLink log={log} place={first.a} of={{ log: "baseline" }}>
            In the baseline
          </PlaceLink>
        )}
        {first?.b != null && (
          <PlaceLink log={log} place={first.b} of={{ log: undefined }}>
            In the log
          </PlaceLink>
        )}
        <a href={log.navigation.href({ view: "diff", a: undefined, b: undefined, setA: undefined, setB: undefined })}>
          {more > 0 ? `The figures, and ${plural(more, "other difference")}` : "The comparison"}
        </a>
      </span>
    </Finding>
  );
}

function Failures({ log, answer }: { readonly log: LogSession; readonly answer: WhyAnswer }) {
  const { navigation } = log;
  if (answer.tasks === 0) return <Finding mark={<Dot />} sentence="There is no task to look at." />;
  const kinds = answer.failures.filter(({ handled }) => handled !== true);
  if (kinds.length === 0) {
    return (
      <Finding mark={<Dot />} sentence={answer.sentence}>
        {answer.logged_errors.slice(0, 1).map(({ sentence, example }) => (
          <span key={sentence}>
            {formatText(sentence, LONGEST)}{" "}
            <PlaceLink log={log} place={example}>
              One of them
            </PlaceLink>
          </span>
        ))}
      </Finding>
    );
  }
  return (
    <>
      {kinds.slice(0, MOST_KINDS).map((failure) => (
        <FailureFinding key={`${failure.example.task_uuid}${failure.example.task_level}`} log={log} failure={failure} />
      ))}
      {kinds.length > MOST_KINDS && (
        <p class="finding more">
          <a href={navigation.href({ view: "why" })}>{plural(kinds.length - MOST_KINDS, "more kind")} of failure</a>
        </p>
      )}
    </>
  );
}

interface FailureFindingProps {
  readonly log: LogSession;
  readonly failure: FailureAnswer;
}

function FailureFinding({ log, failure }: FailureFindingProps) {
  const { navigation } = log;
  const { count, sentence, set_apart_sentence: apart, set_apart: entries, example } = failure;
  const { query } = navigation.state.value;
  const [first] = entries;
  const like = likeOf(failure);
  return (
    <Finding mark={<Cross />} isBad sentence={sentence}>
      <span>{formatText(apart, LONGEST)}</span>
      <KindTrend log={log} like={like} />
      <span class="ways">
        <a href={navigation.href({ view: "forest", list: "tasks", query: { ...query, like } })}>
          {count === 1 ? "Show the task" : `Show the ${plural(count, "task")}`}
        </a>
        <PlaceLink log={log} place={example}>
          One of them
        </PlaceLink>
        <NearestButton log={log} taskUuid={like} />
        {first !== undefined && "value" in first && (
          <span>
            All with {formatText(first.field)} = <ValueLink log={log} field={first.field} value={first.value} />
          </span>
        )}
        <a href={navigation.href({ view: "why", pick: like })}>The evidence</a>
      </span>
    </Finding>
  );
}

function Slowest({ log, answer }: { readonly log: LogSession; readonly answer: SlowAnswer }) {
  const [first] = answer.actions;
  if (first === undefined)
    return <Finding mark={<Dot />} sentence="No task has ended, so nothing is known of its time." />;
  return (
    <Finding mark={<Dot />} sentence={first.sentence}>
      {first.set_apart_sentence !== null && <span>{formatText(first.set_apart_sentence, LONGEST)}</span>}
      <span class="ways">
        <PlaceLink log={log} place={first.example}>
          The longest of them
        </PlaceLink>
        <a href={log.navigation.href({ view: "slow" })}>All of the time</a>
        <a href={log.navigation.href({ view: "slow", slowest: true })}>The slowest 5 % against the others</a>
      </span>
    </Finding>
  );
}

interface FindingProps {
  readonly mark: ComponentChildren;
  readonly sentence: string;
  readonly isBad?: boolean;
  readonly children?: ComponentChildren;
}

function Finding({ mark, sentence, isBad = false, children }: FindingProps) {
  return (
    <article class="finding card">
      <span class={isBad ? "mark failed" : "mark"}>{mark}</span>
      <div>
        <p class="sentence">{formatText(sentence, LONGEST)}</p>
        {children !== undefined && <div class="evidence">{children}</div>}
      </div>
    </article>
  );
}
