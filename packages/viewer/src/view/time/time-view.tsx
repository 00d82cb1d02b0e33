// Where the time of tasks goes: all of them, or the slowest against the others; as boxes, as a list, and as silences.

import type { SlowAnswer } from "@clew/log";
import { formatCount, formatSeconds, formatText, plural } from "../../model/index.js";
import type { LogSession, SlowestAnswer } from "../../state/index.js";
import { AnswerPage } from "../answers/answer-page.js";
import { ActionPath, PlaceLink, SetApart, Share } from "../answers/parts.js";
import { TypeTable } from "../answers/type-table.js";
import { Notice } from "../parts/notice.js";
import { factorWords, Icicle, keyOfPath } from "./icicle.js";

const PAGE = {
  title: "Where did the time go?",
  question: "Time that tasks waited for, along their critical paths. What ran beside counts for nothing.",
} as const;

/** The actions in which tasks spent the time that somebody waited for. */
export function TimeView({ log }: { readonly log: LogSession }) {
  const { slowest } = log.navigation.state.value;
  const choice = <Choice log={log} />;
  if (slowest) {
    return (
      <AnswerPage
        log={log}
        {...PAGE}
        command="clew slow --slowest 5%"
        answer={log.slowest}
        isWide
        choice={choice}
        show={(answer) =>
          answer === null ? (
            <Notice title="No task has ended.">Without an end it is not known what took how long.</Notice>
          ) : (
            <SlowestShown log={log} answer={answer} />
          )
        }
      />
    );
  }
  return (
    <AnswerPage
      log={log}
      {...PAGE}
      command="clew slow"
      answer={log.slow}
      isWide
      choice={choice}
      show={(answer) =>
        answer.tasks === 0 ? (
          <Notice title="No task has ended.">Without an end it is not known what took how long.</Notice>
        ) : (
          <>
            <p class="sum">
              <a href={log.navigation.href({ view: "forest", list: "tasks", sort: "duration", descending: true })}>
                {plural(answer.tasks, "task")}
              </a>{" "}
              took {formatSeconds(answer.total_seconds)} together.
            </p>
            <SlowAnswerShown log={log} answer={answer} />
          </>
        )
      }
    />
  );
}

/** The tasks whose time is shown. */
function Choice({ log }: { readonly log: LogSession }) {
  const { slowest } = log.navigation.state.value;
  return (
    <span class="switch" role="group" aria-label="Tasks">
      <a href={log.navigation.href({ slowest: false })} aria-current={slowest ? undefined : "true"}>
        All tasks
      </a>
      <a href={log.navigation.href({ slowest: true })} aria-current={slowest ? "true" : undefined}>
        The slowest 5 %, against the others
      </a>
    </span>
  );
}

function SlowestShown({ log, answer }: { readonly log: LogSession; readonly answer: SlowestAnswer }) {
  const { seconds, query, slow, others, apart } = answer;
  const usual = perTask(others);
  const own = perTask(slow);
  const factorOf = (path: readonly string[]) => {
    const [here, there] = [own.get(keyOfPath(path)) ?? 0, usual.get(keyOfPath(path)) ?? 0];
    return others.tasks === 0 || here === 0 ? undefined : here / there;
  };
  return (
    <>
      <p class="sum">
        <a href={log.navigation.href({ view: "forest", query, list: "tasks", slowest: false })}>
          {plural(slow.tasks, "task")}
        </a>{" "}
        took {formatSeconds(seconds)} or more, against {formatCount(others.tasks)} others.
      </p>
      {apart.set_apart.length > 0 ? (
        <div class="card">
          <SetApart log={log} entries={apart.set_apart} these="the slowest tasks" />
        </div>
      ) : (
        <p class="faint">Nothing in them sets the slowest tasks apart from the others beyond chance.</p>
      )}
      <SlowAnswerShown log={log} answer={slow} factorOf={factorOf} />
    </>
  );
}

/** The seconds a task of each path, with all below it. */
function perTask({ actions, tasks }: SlowAnswer): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { action_path: path, critical_self_seconds: seconds } of actions) {
    for (let i = 1; i <= path.length; i++) {
      const key = keyOfPath(path.slice(0, i));
      sums.set(key, (sums.get(key) ?? 0) + seconds / Math.max(1, tasks));
    }
  }
  return sums;
}

interface SlowAnswerProps {
  readonly log: LogSession;
  readonly answer: SlowAnswer;
  factorOf?(path: readonly string[]): number | undefined;
}

function SlowAnswerShown({ log, answer, factorOf }: SlowAnswerProps) {
  const { actions, gaps } = answer;
  const { pick } = log.navigation.state.value;
  const times = actions.map(({ action_path: path, critical_self_seconds: seconds }) => ({ path, seconds }));
  const shown = pick === undefined ? actions : actions.filter(({ action_path: path }) => isUnder(path, pick));
  return (
    <>
      <div class="card icicle-card">
        <Icicle log={log} times={times} {...(factorOf !== undefined && { factorOf })} />
        <p class="faint">
          As wide as the time that was waited for; the filled part of a box is its own.
          {factorOf !== undefined && " Underlined in red: twice as long a task as in the others, or more."}
        </p>
      </div>
      {pick !== undefined && (
        <p class="narrowed">
          What lies in the chosen box. <a href={log.navigation.href({ pick: undefined })}>All of it</a>
        </p>
      )}
      <div class="card">
        {(shown.length > 0 ? shown : actions).map(
          ({
            action_path: path,
            critical_self_seconds: seconds,
            share,
            count,
            example,
            set_apart: apart,
            reached_with: led,
          }) => {
            const factor = factorOf?.(path);
            return (
              <div key={path.join("\n")} class="slow-action">
                <div class="slow-line">
                  <Share share={share} strong />
                  <span class="number seconds">{formatSeconds(seconds)}</span>
                  <span class="what">
                    <ActionPath path={path} />
                    {factor !== undefined && factor >= 2 && <span class="faint"> {factorWords(factor)}</span>}
                  </span>
                  <span class="faint">{formatCount(count)}×</span>
                  <PlaceLink log={log} place={example}>
                    the longest
                  </PlaceLink>
                </div>
                {led !== null && factorOf === undefined && (
                  <SetApart log={log} entries={[led]} these="those that came there" />
                )}
                {apart.length > 0 && factorOf === undefined && (
                  <SetApart log={log} entries={apart} these="the slow ones" />
                )}
              </div>
            );
          },
        )}
      </div>
      {factorOf === undefined && (
        <>
          <h2>By type</h2>
          <TypeTable log={log} />
        </>
      )}
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

/** Whether a path lies in the one that an address holds. */
function isUnder(path: readonly string[], pick: string): boolean {
  return path.some((_, i) => keyOfPath(path.slice(0, i + 1)) === pick);
}
