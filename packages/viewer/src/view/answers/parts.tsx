import type { PlaceAnswer, SetApartAnswer } from "@clew/log";
import { formatLevel, formatShare, formatText, formatType } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Value } from "../parts/value.js";

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
  children,
}: {
  readonly log: LogSession;
  readonly place: PlaceAnswer;
  readonly children: preact.ComponentChildren;
}) {
  const at = formatLevel(place.task_level);
  const href = log.navigation.href({ view: "task", task: place.task_uuid, at, folded: [] });
  return (
    <a href={href} title={`${formatText(place.task_uuid)} ${at}`}>
      {children}
    </a>
  );
}

/** The fields that set tasks apart from the others, each with its share in these and in the others. */
export function SetApart({ entries, these }: { readonly entries: readonly SetApartAnswer[]; readonly these: string }) {
  if (entries.length === 0) return <p class="faint">Nothing sets {these} apart from the others.</p>;
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
                  <span key={pair.field} class="pair">
                    {i > 0 && <span class="faint"> with </span>}
                    <span class="mono">{formatText(pair.field)}</span> <span class="faint">{limit}</span>{" "}
                    <Value value={"above" in pair ? pair.above : "below" in pair ? pair.below : pair.value} />
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
