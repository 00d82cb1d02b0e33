import type { LogSession } from "../../state/index.js";
import { TASK_COLUMNS } from "./task-columns.js";

/** The names of the columns; those that can be sorted by are buttons. */
export function ListHead({ log }: { readonly log: LogSession }) {
  const { navigation } = log;
  const { sort, descending } = navigation.state.value;
  return (
    <div class="task-line list-head" role="row" aria-rowindex={1}>
      {TASK_COLUMNS.map(({ name, isBare, className, sort: by }) => {
        if (by === undefined) {
          return (
            <span key={name} class={className} role="columnheader">
              {isBare === true ? <span class="unseen">{name}</span> : name}
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
