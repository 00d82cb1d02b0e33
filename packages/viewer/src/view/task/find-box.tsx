import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { formatCount } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Search } from "../parts/icons.js";
import { useKeys } from "../parts/use-keys.js";

/** Typing rests for so long before the task is searched. */
const REST_MS = 180;

/** Finds a text in the messages of the task; Enter goes from one place to the next. */
export function FindBox({ log }: { readonly log: LogSession }) {
  const { navigation, task } = log;
  const wanted = navigation.state.value.find ?? "";
  const [typed, setTyped] = useState(wanted);
  const field = useRef<HTMLInputElement | null>(null);
  const holding = task.found.value;
  const found = useMemo(() => [...holding], [holding]);
  const chosen = task.rows.value[task.chosen.value]?.node;
  const at = chosen === undefined ? -1 : found.indexOf(chosen);
  useEffect(() => setTyped(wanted), [wanted]);
  useEffect(() => {
    if (typed === wanted) return;
    const timer = setTimeout(() => navigation.adjust({ find: typed === "" ? undefined : typed }), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useKeys({ "/": () => field.current?.focus() });
  const go = (step: 1 | -1) => {
    const next = found[at === -1 && step === -1 ? found.length - 1 : (at + step + found.length) % found.length];
    if (next !== undefined) task.goTo(next);
  };
  return (
    <div class="find">
      <div class="search">
        <Search />
        <input
          ref={field}
          type="search"
          aria-label="Find in this task"
          placeholder="Find in this task"
          title="Enter: the next, Shift+Enter: the one before (/)"
          autocomplete="off"
          spellcheck={false}
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
            if (event.key !== "Escape") return;
            if (typed === "") event.currentTarget.blur();
            setTyped("");
          }}
        />
      </div>
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
