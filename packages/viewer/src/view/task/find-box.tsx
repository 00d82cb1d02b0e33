import { useMemo } from "preact/hooks";
import { formatCount } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { SearchField } from "../parts/search-field.js";

/** Finds a text in the messages of the task; Enter goes from one place to the next. */
export function FindBox({ log }: { readonly log: LogSession }) {
  const { navigation, task } = log;
  const wanted = navigation.state.value.find ?? "";
  const holding = task.found.value;
  const found = useMemo(() => [...holding], [holding]);
  const chosen = task.rows.value[task.chosen.value]?.node;
  const at = chosen === undefined ? -1 : found.indexOf(chosen);
  const go = (step: 1 | -1) => {
    const next = found[at === -1 && step === -1 ? found.length - 1 : (at + step + found.length) % found.length];
    if (next !== undefined) task.goTo(next);
  };
  return (
    <div class="find">
      <SearchField
        label="Find in this task"
        hint="Enter: the next, Shift+Enter: the one before"
        wanted={wanted}
        search={(text) => navigation.adjust({ find: text === "" ? undefined : text })}
        enter={(_, isShifted) => go(isShifted ? -1 : 1)}
      />
      <span class="found-count" aria-live="polite">
        {wanted === ""
          ? ""
          : at === -1
            ? formatCount(found.length)
            : `${formatCount(at + 1)}/${formatCount(found.length)}`}
      </span>
    </div>
  );
}
