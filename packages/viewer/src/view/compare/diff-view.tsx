// Two tasks side by side: their trees, the first place at which they part, and the other differences.

import type { DifferenceAnswer, LogName, PlaceAnswer } from "@clew/log";
import { formatLevel, formatText, plural } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { AnswerPage } from "../answers/answer-page.js";
import { ActionPath, PlaceLink } from "../answers/parts.js";
import { RecordLine } from "../answers/record-line.js";
import { Notice } from "../parts/notice.js";
import { Value } from "../parts/value.js";
import { DiffSide } from "./diff-side.js";
import { DIFFERENCE_WORDS } from "./difference-words.js";

/** Two tasks side by side, with the first place at which they part. */
export function DiffView({ log }: { readonly log: LogSession }) {
  const { a, b } = log.navigation.state.value;
  const chosen = a !== undefined && b !== undefined;
  return (
    <>
      <div class="sides">
        <DiffSide log={log} side="a" />
        <DiffSide log={log} side="b" />
      </div>
      {chosen ? (
        <AnswerPage
          log={log}
          isNarrowed={false}
          title="What is different?"
          question="Ids, times and another order of what runs side by side are no difference."
          command="clew diff"
          answer={log.diff}
          show={({ same, first, differences }) =>
            same || first === null ? (
              <Notice title="The two tasks did the same." />
            ) : (
              <>
                <h2>Here they part</h2>
                <Difference log={log} difference={first} isFirst />
                <Others log={log} differences={differences} first={first} />
              </>
            )
          }
        />
      ) : (
        <Notice title="Choose two tasks.">
          Open a task and choose “Compare”, or put their ids above.{" "}
          <a href={log.navigation.href({ view: "forest" })}>To the tasks</a>
        </Notice>
      )}
    </>
  );
}

interface OthersProps {
  readonly log: LogSession;
  readonly differences: readonly DifferenceAnswer[];
  readonly first: DifferenceAnswer;
  /** True where A is a task of the baseline. */
  readonly ofLogs?: boolean;
}

const MOST_SHOWN = 200;

/** The differences that follow from the first, or stand beside it. */
export function Others({ log, differences, first, ofLogs = false }: OthersProps) {
  const others = differences.filter((difference) => keyOf(difference) !== keyOf(first));
  if (others.length === 0) return null;
  return (
    <>
      <h2>{plural(others.length, "other difference")}</h2>
      <div class="card">
        {others.slice(0, MOST_SHOWN).map((difference) => (
          <Difference key={keyOf(difference)} log={log} difference={difference} ofLogs={ofLogs} />
        ))}
        {others.length > MOST_SHOWN && (
          <p class="faint">
            {ofLogs ? `The first ${MOST_SHOWN}; clew diff --json lists all.` : "The trees above mark all of them."}
          </p>
        )}
      </div>
    </>
  );
}

function keyOf({ kind, a, b, field }: DifferenceAnswer): string {
  return [kind, field, a?.task_uuid, a?.task_level, b?.task_uuid, b?.task_level].join("|");
}

interface DifferenceProps {
  readonly log: LogSession;
  readonly difference: DifferenceAnswer;
  readonly isFirst?: boolean;
  readonly ofLogs?: boolean;
}

/** One place at which two tasks differ, with the way to it on both sides. */
export function Difference({ log, difference, isFirst = false, ofLogs = false }: DifferenceProps) {
  const { kind, action_path: path, a, b, field, values, message_type: messageType, before } = difference;
  const here = log.navigation.state.value.log;
  return (
    <article class={isFirst ? "card difference first" : "difference"}>
      <p>
        <span class={`kind ${kind}`}>{DIFFERENCE_WORDS[kind]}</span> <ActionPath path={path} />
        {messageType !== undefined && <b> {formatText(messageType)}</b>}
        {field !== undefined && <span class="mono"> {formatText(field)}</span>}
      </p>
      <div class="two">
        <Side
          log={log}
          name="A"
          of={ofLogs ? "baseline" : here}
          place={a}
          value={values?.a}
          has={values !== undefined}
        />
        <Side
          log={log}
          name="B"
          of={ofLogs ? undefined : here}
          place={b}
          value={values?.b}
          has={values !== undefined}
        />
      </div>
      {isFirst && before.length > 0 && (
        <details open>
          <summary>Just before</summary>
          {before.map((message) => (
            <RecordLine key={`${message.task_level}`} log={log} record={message} />
          ))}
        </details>
      )}
    </article>
  );
}

interface SideProps {
  readonly log: LogSession;
  readonly name: string;
  /** The log in which the place is. */
  readonly of: LogName;
  readonly place: PlaceAnswer | null;
  readonly value: unknown;
  readonly has: boolean;
}

function Side({ log, name, of, place, value, has }: SideProps) {
  return (
    <div class="side">
      <span class="side-name">{name}</span>
      {place === null ? (
        <span class="faint">not there</span>
      ) : (
        <PlaceLink log={log} place={place} of={{ log: of }}>
          <span class="mono">{formatLevel(place.task_level)}</span>
        </PlaceLink>
      )}
      {has && <Value value={value} />}
    </div>
  );
}
