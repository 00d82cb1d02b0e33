import type { LogSession } from "../../state/index.js";
import { Chips } from "./chips.js";
import { FilterField } from "./filter-field.js";

/** The filter of a view that is no list: what narrows it, and where more is typed. */
export function FilterBar({ log }: { readonly log: LogSession }) {
  const isNarrowed = Object.keys(log.navigation.state.value.query).length > 0;
  return (
    <div class="filter-bar">
      <FilterField log={log} />
      {isNarrowed && (
        <p class="narrowed">
          Among the tasks that match: <Chips log={log} all />
        </p>
      )}
    </div>
  );
}
