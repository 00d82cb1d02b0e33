import type { ComponentChildren } from "preact";
import type { Resource } from "../../state/index.js";
import { Failure, Waiting } from "../parts/notice.js";

interface AnswerPageProps<T> {
  readonly title: string;
  /** The question, in a sentence. */
  readonly question: string;
  readonly command: string;
  readonly answer: Resource<T>;
  again(): void;
  show(answer: T): ComponentChildren;
}

/** The answer to one of the three questions, while it is computed, when it could not be, and when it is there. */
export function AnswerPage<T>({ title, question, command, answer, again, show }: AnswerPageProps<T>) {
  const { value, loading, error } = answer.asked.value;
  return (
    <div class="answer">
      <div class="answer-head">
        <h1>{title}</h1>
        <p class="faint">
          {question} <code>{command}</code> answers the same.
        </p>
      </div>
      {error !== undefined ? (
        <Failure what="The log could not answer." reason={error} again={again} />
      ) : value !== undefined ? (
        <div class={loading ? "stale" : ""}>{show(value)}</div>
      ) : (
        <Waiting what="the whole log; large logs take a while" />
      )}
    </div>
  );
}
