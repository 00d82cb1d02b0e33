import type { PageRequest } from "@clew/log";
import type { LogSession } from "../../state/index.js";

const COLUMNS: readonly { readonly name: string; readonly className: string; readonly sort?: PageRequest["sort"] }[] = [
  { name: "Type", className: "c-type", sort: "type" },
  { name: "About", className: "c-about" },
  { name: "Began", className: "c-time", sort: "time" },
  { name: "Duration", className: "c-duration", sort: "duration" },
  { name: "Messages", className: "c-messages", sort: "messages" },
];

/** The names of the columns; those that can be sorted by are buttons. */
export function ListHead({ log }: { readonly log: LogSession }) {
  const { navigation } = log;
  const { sort, descending } = navigation.state.value;
  return (
    <div class="task-line list-head" role="row" aria-rowindex={1}>
      <span class="c-mark" role="columnheader">
        <span class="unseen">Status</span>
      </span>
      {COLUMNS.map(({ name, className, sort: by }) => {
        if (by === undefined) {
          return (
            <span key={name} class={className} role="columnheader">
              {name}
            </span>
          );
        }
        const isSorted = by === sort;
        const next = { sort: by, descending: isSorted ? !descending : by !== "type" };
        return (
          <span
            key={name}
            class={className}
            role="columnheader"
            aria-sort={isSorted ? (descending ? "descending" : "ascending") : "none"}
          >
            <button type="button" class={isSorted ? "sort on" : "sort"} onClick={() => navigation.step(next)}>
              {name}
              <span aria-hidden="true">{isSorted ? (descending ? " ↓" : " ↑") : ""}</span>
            </button>
          </span>
        );
      })}
    </div>
  );
}
