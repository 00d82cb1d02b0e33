import { visible } from "clew/render";
import {
  formatCount,
  type LaneForest,
  lanesIn,
  plural,
  RANK,
  RUN_STATES,
  type RunState,
  STATE_WORDS,
} from "../../model/index.js";
import type { LogSession, ShownScopes } from "../../state/index.js";

interface ScopesHeadProps {
  readonly log: LogSession;
  readonly shown: ShownScopes | undefined;
  open(file: File): void;
}

/** Whose scopes are shown, how many they are, and what is missing. */
export function ScopesHead({ log, shown, open }: ScopesHeadProps) {
  const { scopes, navigation } = log;
  const of = scopes.of.value;
  const { task } = navigation.state.value;
  const kind = of.kind === "task" && task === undefined ? "tasks" : of.kind;
  return (
    <header class="scopes-head">
      <fieldset class="scopes-of" aria-label="Whose scopes">
        {task !== undefined && (
          <button type="button" aria-pressed={kind === "task"} onClick={() => scopes.look({ kind: "task" })}>
            This task
          </button>
        )}
        <button type="button" aria-pressed={kind === "tasks"} onClick={() => scopes.look({ kind: "tasks" })}>
          All tasks that match
        </button>
        {scopes.recordings.value.map((recording) => (
          <button
            key={recording.name}
            type="button"
            aria-pressed={of.kind === "recording" && of.recording === recording}
            onClick={() => scopes.look({ kind: "recording", recording })}
          >
            {visible(recording.name)}
          </button>
        ))}
        <label class="button scopes-file">
          Open a recording…
          <input
            type="file"
            accept=".json,.gz"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file !== undefined) open(file);
            }}
          />
        </label>
      </fieldset>
      {scopes.isOld.value && (
        <button type="button" class="newer" onClick={() => scopes.reload()}>
          The log has grown: read the scopes anew
        </button>
      )}
      {shown !== undefined && <Summary shown={shown} />}
    </header>
  );
}

function Summary({ shown: { forest, tasks, matching } }: { readonly shown: ShownScopes }) {
  return (
    <div class="scopes-facts">
      <p class="facts">
        <span>
          <b>{plural(forest.scopes, "scope")}</b>
        </span>
        <span>
          <b>{forest.children === 1 ? "1 child" : `${formatCount(forest.children)} children`}</b>
        </span>
        {statesOf(forest).map(([state, count]) => (
          <span key={state} class="with-swatch">
            <i class={`swatch ${state}`} aria-hidden="true" />
            {formatCount(count)} {STATE_WORDS[state]}
          </span>
        ))}
        {matching > tasks && (
          <span class="warn">
            the first {plural(tasks, "task")} of {formatCount(matching)}
          </span>
        )}
        {forest.clock === "events" && <span>time is a count of events</span>}
      </p>
      {forest.findings.length > 0 && (
        <ul class="warn findings">
          {forest.findings.map((finding) => (
            <li key={finding}>{visible(finding)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Counts of children by state, the worst first: the legend of the drawing. */
function statesOf({ roots }: LaneForest): readonly (readonly [RunState, number])[] {
  const counts = new Uint32Array(RUN_STATES.length);
  for (const { kind, state } of lanesIn(roots)) {
    if (kind === "child") counts[RANK[state]] = (counts[RANK[state]] as number) + 1;
  }
  return [...RUN_STATES]
    .reverse()
    .map((state) => [state, counts[RANK[state]] as number] as const)
    .filter(([, count]) => count > 0);
}
