import { describeLane, formatLevel, type Lane, type LaneForest } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";

interface LaneDetailsProps {
  readonly log: LogSession;
  readonly forest: LaneForest;
  readonly lane: Lane;
  close(): void;
}

/** The facts about one scope or child, with a link to its place in the tree of its task. */
export function LaneDetails({ log, forest, lane, close }: LaneDetailsProps) {
  const { kind, name, within, begins, takes, state, notes } = describeLane(lane, forest);
  const facts: readonly (readonly [string, string])[] = [
    ["kind", kind],
    ["in", within],
    ["begins", begins],
    ["takes", takes],
    ["state", state],
    ["holds", lane.children.length === 0 ? "" : String(lane.children.length)],
  ];
  return (
    <aside class="details" aria-label="The chosen lane">
      <button type="button" class="close quiet" aria-label="Close" onClick={close}>
        ×
      </button>
      <h2>{name}</h2>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== "")
          .flatMap(([term, value]) => [<dt key={term}>{term}</dt>, <dd key={`${term}=`}>{value}</dd>])}
      </dl>
      {notes.map((note) => (
        <p key={note} class={lane.state === "failed" ? "failure" : "faint"}>
          {note}
        </p>
      ))}
      {lane.action !== undefined && (
        <a
          class="button"
          href={log.navigation.href({
            view: "task",
            task: lane.action.taskUuid,
            at: formatLevel(lane.action.taskLevel),
          })}
        >
          Show in the tree
        </a>
      )}
    </aside>
  );
}
