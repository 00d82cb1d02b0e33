import type { SlowAnswer } from "@clew/log";
import { formatCount, formatSeconds, formatText, plural } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Notice } from "../parts/notice.js";
import { AnswerPage } from "./answer-page.js";
import { ActionPath, PlaceLink, SetApart, Share } from "./parts.js";
import { TypeTable } from "./type-table.js";

/** The actions in which tasks spent the time that somebody waited for. */
export function SlowView({ log }: { readonly log: LogSession }) {
  return (
    <AnswerPage
      log={log}
      title="Where did the time go?"
      question="Time that tasks waited for, along their critical paths. What ran beside counts for nothing."
      command="clew slow"
      answer={log.slow}
      show={(answer) =>
        answer.tasks === 0 ? (
          <Notice title="No task has ended.">Without an end it is not known what took how long.</Notice>
        ) : (
          <SlowAnswerShown log={log} answer={answer} />
        )
      }
    />
  );
}

function SlowAnswerShown({ log, answer }: { readonly log: LogSession; readonly answer: SlowAnswer }) {
  const { tasks, total_seconds: total, actions, gaps } = answer;
  return (
    <>
      <p class="sum">
        {plural(tasks, "task")} took {formatSeconds(total)} together.
      </p>
      <div class="card">
        {actions.map(
          ({
            action_path: path,
            critical_self_seconds: seconds,
            share,
            count,
            example,
            set_apart: apart,
            reached_with: led,
          }) => (
            <div key={path.join("\n")} class="slow-action">
              <div class="slow-line">
                <Share share={share} strong />
                <span class="number seconds">{formatSeconds(seconds)}</span>
                <span class="what">
                  <ActionPath path={path} />
                </span>
                <span class="faint">{formatCount(count)}×</span>
                <PlaceLink log={log} place={example}>
                  the longest
                </PlaceLink>
              </div>
              {led !== null && <SetApart log={log} entries={[led]} these="those that came there" />}
              {apart.length > 0 && <SetApart log={log} entries={apart} these="the slow ones" />}
            </div>
          ),
        )}
      </div>
      <h2>By type</h2>
      <TypeTable log={log} />
      {gaps.length > 0 && (
        <>
          <h2>Silences</h2>
          <p class="faint">Stretches of that time in which nothing was logged. A message there would tell more.</p>
          <div class="card">
            {gaps.map(({ action_path: path, after, before, seconds, example }) => (
              <div key={`${path.join("\n")}${after?.type}${before?.type}`} class="slow-line gap">
                <span class="number seconds">{formatSeconds(seconds)}</span>
                <span class="what">
                  <ActionPath path={path} />
                  <span class="faint">
                    {" "}
                    between {after === null ? "its start" : formatText(after.type)} and{" "}
                    {before === null ? "its end" : formatText(before.type)}
                  </span>
                </span>
                <PlaceLink log={log} place={example}>
                  the longest
                </PlaceLink>
              </div>
            ))}
          </div>
        </>
      )}
    </>
  );
}
