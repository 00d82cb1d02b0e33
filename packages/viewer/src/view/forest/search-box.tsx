import { useEffect, useRef, useState } from "preact/hooks";
import type { LogSession } from "../../state/index.js";
import { Close, Search } from "../parts/icons.js";
import { useKeys } from "../parts/use-keys.js";

/** Typing rests for so long before the log is searched. */
const REST_MS = 180;

export function SearchBox({ log }: { readonly log: LogSession }) {
  const { navigation } = log;
  const wanted = navigation.state.value.query.text ?? "";
  const [typed, setTyped] = useState(wanted);
  const field = useRef<HTMLInputElement | null>(null);
  // What is typed stands until the address says something else: by a link, by "back".
  useEffect(() => setTyped(wanted), [wanted]);
  useEffect(() => {
    if (typed.trim() === wanted) return;
    const timer = setTimeout(() => search(typed), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const search = (text: string) => {
    const { text: _, ...rest } = navigation.state.peek().query;
    const trimmed = text.trim();
    navigation.adjust({ query: trimmed === "" ? rest : { ...rest, text: trimmed } });
  };
  useKeys({ "/": () => field.current?.focus() });
  return (
    <div class="search">
      <Search />
      <input
        ref={field}
        type="search"
        aria-label="Search in all messages"
        placeholder="Search in all messages"
        title="Types, fields, values, ids; in any case (/)"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") search(typed);
          if (event.key !== "Escape") return;
          if (typed === "") event.currentTarget.blur();
          setTyped("");
        }}
      />
      {typed !== "" && (
        <button type="button" class="quiet" aria-label="Clear the search" onClick={() => setTyped("")}>
          <Close />
        </button>
      )}
    </div>
  );
}
