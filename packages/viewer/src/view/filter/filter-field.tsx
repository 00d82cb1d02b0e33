// The field in which a filter is typed, and what could stand there as one types.

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { narrowedBy } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Combobox } from "../parts/combobox.js";
import { useKeys } from "../parts/use-keys.js";
import { useSuggestions, wantsValue } from "./suggestions.js";

/** A field in which a filter is typed, as clew find takes it, with what could stand there. The key `f` goes to it. */
export function FilterField({ log }: { readonly log: LogSession }) {
  const { navigation } = log;
  const typed = useSignal("");
  const isOpen = useSignal(false);
  const field = useRef<HTMLInputElement | null>(null);
  const suggestions = useSuggestions(log);
  useKeys({ f: () => field.current?.focus() });
  const type = (text: string) => {
    isOpen.value = true;
    typed.value = text;
    void suggestions.look(text);
  };
  const take = (text: string) => {
    if (wantsValue(text)) {
      type(text);
      field.current?.focus();
      return;
    }
    const { query } = navigation.state.peek();
    typed.value = "";
    suggestions.forget();
    isOpen.value = false;
    navigation.step({ query: narrowedBy(query, text) });
  };
  return (
    <div class="filter-field">
      <Combobox
        id="filter"
        field={field}
        label="Narrow by"
        placeholder="Narrow by field=value, duration>100ms (f)"
        typed={typed.value}
        options={isOpen.value ? suggestions.of(typed.value) : []}
        type={type}
        take={(option) => take(option?.text ?? typed.value)}
        leave={() => {
          if (typed.value === "") field.current?.blur();
          typed.value = "";
          isOpen.value = false;
        }}
        focus={() => {
          suggestions.forget();
          type(typed.value);
        }}
        blur={() => {
          isOpen.value = false;
        }}
      />
    </div>
  );
}
