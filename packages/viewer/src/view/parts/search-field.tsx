import { useEffect, useRef, useState } from "preact/hooks";
import { Close, Search } from "./icons.js";
import { useKeys } from "./use-keys.js";

/** The pause in typing after which a search begins. */
const REST_MS = 180;

export interface SearchFieldProps {
  readonly label: string;
  /** Said when the pointer rests on it. */
  readonly hint: string;
  /** The text that is searched for now. */
  readonly wanted: string;
  search(text: string): void;
  /** Enter was pressed in it. */
  enter(text: string, isShifted: boolean): void;
}

/** A field that searches while somebody types in it; the key `/` goes to it, Escape empties and leaves it. */
export function SearchField({ label, hint, wanted, search, enter }: SearchFieldProps) {
  const [typed, setTyped] = useState(wanted);
  const field = useRef<HTMLInputElement | null>(null);
  // The typed text stands until the address changes otherwise: by a link, by Back.
  useEffect(() => setTyped(wanted), [wanted]);
  useEffect(() => {
    if (typed === wanted) return;
    const timer = setTimeout(() => search(typed), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useKeys({ "/": () => field.current?.focus() });
  return (
    <div class="search">
      <Search />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={label}
        title={`${hint} (/)`}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") enter(typed, event.shiftKey);
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
