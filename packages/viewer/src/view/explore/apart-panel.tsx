import { apartWords, plural } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { SetApart } from "../answers/parts.js";
import { Close } from "../parts/icons.js";
import { Failure } from "../parts/notice.js";

/** The tasks that somebody chose, and what sets them apart from the others that match. */
export function ApartPanel({ log }: { readonly log: LogSession }) {
  const { navigation, apart: answer } = log;
  const { apart: chosen, query } = navigation.state.value;
  if (chosen === undefined) return null;
  const { value, error, loading } = answer.asked.value;
  const others = value === undefined ? 0 : value.others;
  return (
    <section class="apart-panel card" aria-label="What sets these tasks apart" aria-live="polite">
      <header>
        <h2>{value === undefined ? "What sets these tasks apart?" : apartWords(value)}</h2>
        <a class="quiet" href={navigation.href({ apart: undefined })} title="Close">
          <span class="unseen">Close</span>
          <Close />
        </a>
      </header>
      {error !== undefined ? (
        <Failure what="The log could not answer." reason={error} again={() => void answer.again()} />
      ) : value === undefined ? (
        <p class="faint" role="status">
          Comparing…
        </p>
      ) : (
        <div class={loading ? "stale" : ""}>
          {value.these === 0 || others === 0 ? (
            <p>There is nothing to compare: {value.these === 0 ? "no task is chosen" : "no other task matches"}.</p>
          ) : value.set_apart.length === 0 ? (
            <p>Nothing in them sets them apart from the others beyond chance.</p>
          ) : (
            <SetApart log={log} entries={value.set_apart} these="these tasks" />
          )}
          {value.these + others < value.tasks && (
            <p class="faint">
              Of {plural(value.tasks, "task")} an even part was looked at
              {loading && answer.ofSample.value !== undefined ? "; a larger one is being read." : "."}
            </p>
          )}
          <p class="ways">
            <a href={navigation.href({ query: chosen, apart: undefined })}>Show these tasks</a>
            <a href={navigation.href({ view: "slow", query: chosen, apart: undefined, slowest: false })}>
              Where their time goes
            </a>
            <a href={navigation.href({ view: "diff", setA: query, setB: chosen, a: undefined, b: undefined })}>
              Compare with all that match
            </a>
          </p>
        </div>
      )}
    </section>
  );
}
