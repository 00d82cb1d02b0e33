import { fieldText, type LogName, type PlaceAnswer, type SetApartAnswer } from "@clew/log";
import { formatLevel, formatShare, formatText, formatType, withField } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { ValueMenu } from "../filter/value-menu.js";
import { exactNumber, Value } from "../parts/value.js";

/** The types from a task's root to an action, the last of them set off. */
export function ActionPath({ path }: { readonly path: readonly string[] }) {
  return (
    <span class="action-path">
      {path.map((type, i) => (
        // A type can stand in a path more than once; its place tells it apart.
        <span key={`${i}-${type}`} class={i === path.length - 1 ? "last" : "above"}>
          {i > 0 && <span class="arrow"> › </span>}
          {formatType(type)}
        </span>
      ))}
    </span>
  );
}

/** A link to a place in a task. */
export function PlaceLink({
  log,
  place,
  of,
  children,
}: {
  readonly log: LogSession;
  readonly place: PlaceAnswer;
  /** The log in which the place is, where it may be another than the one that is shown. */
  readonly of?: { readonly log: LogName };
  readonly children: preact.ComponentChildren;
}) {
  const at = formatLevel(place.task_level);
  const href = log.navigation.href({ view: "task", task: place.task_uuid, at, folded: [], ...of });
  return (
    <a href={href} title={`${formatText(place.task_uuid)} ${at}`}>
      {children}
    </a>
  );
}

/** How an action ended is no field that tasks are narrowed by. */
const OUTCOME = ".action_status";

interface SetApartProps {
  readonly log: LogSession;
  readonly entries: readonly SetApartAnswer[];
  readonly these: string;
}

/** The fields that set tasks apart from the others, each with its share in these and in the others. */
export function SetApart({ log, entries, these }: SetApartProps) {
  return (
    <table class="apart">
      <thead>
        <tr>
          <th scope="col">Fields that set {these} apart</th>
          <th scope="col">in these</th>
          <th scope="col">in others</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => {
          const pairs = "all" in entry ? entry.all : [entry];
          const limit = "above" in entry ? "above" : "below" in entry ? "below" : "=";
          return (
            <tr key={JSON.stringify(pairs)}>
              <td>
                {pairs.map((pair, i) => (
                  <span key={`${pair.field}${i}`} class="pair">
                    {i > 0 && <span class="faint"> with </span>}
                    <span class="mono">{formatText(pair.field)}</span> <span class="faint">{limit}</span>{" "}
                    {"value" in pair && pair.field.endsWith(OUTCOME) ? (
                      <Value value={pair.value} />
                    ) : "value" in pair ? (
                      <>
                        <ValueLink log={log} field={pair.field} value={pair.value} />
                        <ValueMenu log={log} field={pair.field} value={pair.value} />
                      </>
                    ) : (
                      <LimitLink log={log} entry={pair} />
                    )}
                  </span>
                ))}
              </td>
              <td>
                <Share share={entry.in_these} strong />
              </td>
              <td>
                <Share share={entry.in_others} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The limit of a number, with the way to the tasks beyond it. */
function LimitLink({ log, entry }: { readonly log: LogSession; readonly entry: SetApartAnswer }) {
  if (!("above" in entry || "below" in entry)) return null;
  const [op, limit] = "above" in entry ? (["above", entry.above] as const) : (["below", entry.below] as const);
  const { query } = log.navigation.state.value;
  const href = log.navigation.href({
    view: "forest",
    query: withField(query, { field: entry.field, value: fieldText(limit), op }),
  });
  return (
    <a href={href} title="Show the tasks beyond this">
      <Value value={limit} />
    </a>
  );
}

export function Share({ share, strong = false }: { readonly share: number; readonly strong?: boolean }) {
  return (
    <span class={strong ? "share-cell strong" : "share-cell"}>
      <span class="share" aria-hidden="true">
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </span>
      <span class="number">{formatShare(share)}</span>
    </span>
  );
}

/** A value of a field, with the way to the tasks that have it. */
export function ValueLink({
  log,
  field,
  value,
}: {
  readonly log: LogSession;
  readonly field: string;
  readonly value: unknown;
}) {
  const { query } = log.navigation.state.value;
  const pair = { field, value: exactNumber(value) ?? fieldText(value) };
  const href = log.navigation.href({ view: "forest", query: withField(query, pair), apart: undefined });
  return (
    <a href={href} title="Show the tasks with this value">
      <Value value={value} />
    </a>
  );
}
