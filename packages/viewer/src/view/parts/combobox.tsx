// A field for text with a list of what could be taken, as the pattern of a combobox has it: the focus stays in the field,
// arrows move in the list, Enter takes.

import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { formatText } from "../../model/index.js";

export interface Option {
  readonly text: string;
  readonly about: string;
}

export interface ComboboxProps<T extends Option> {
  readonly id: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly label: string;
  readonly placeholder: string;
  readonly typed: string;
  /** What is listed; nothing closes the list. */
  readonly options: readonly T[];
  /** True takes the first where none was chosen. */
  readonly takesFirst?: boolean;
  type(text: string): void;
  /** Enter or a click takes an option; `undefined` takes what was typed. */
  take(option: T | undefined): void;
  /** Escape was pressed. */
  leave(): void;
  focus?(): void;
  blur?(): void;
}

export function Combobox<T extends Option>(props: ComboboxProps<T>) {
  const { id, field, label, placeholder, typed, options, takesFirst = false, type, take, leave, focus, blur } = props;
  const first = takesFirst ? 0 : -1;
  const chosen = useSignal(first);
  const active = Math.min(chosen.value, options.length - 1);
  useLayoutEffect(() => {
    if (active >= 0) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const taken = (option: T | undefined) => {
    chosen.value = first;
    take(option);
  };
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") chosen.value = Math.min(options.length - 1, active + 1);
    else if (event.key === "ArrowUp") chosen.value = Math.max(first, active - 1);
    else if (event.key === "Enter") taken(options[active]);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-options`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onFocus={focus}
        onBlur={blur}
        onInput={({ currentTarget }) => {
          chosen.value = first;
          type(currentTarget.value);
        }}
        onKeyDown={press}
      />
      <div id={`${id}-options`} class="options" role="listbox" aria-label={label} hidden={options.length === 0}>
        {options.map((option, i) => (
          <div
            key={`${option.text}|${option.about}`}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            onPointerDown={(event) => {
              event.preventDefault();
              taken(option);
            }}
          >
            <span class="mono">{formatText(option.text)}</span> <span class="faint">{option.about}</span>
          </div>
        ))}
      </div>
    </>
  );
}
