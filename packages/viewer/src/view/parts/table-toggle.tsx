// The button below a drawing that shows the same as a table, for those who do not see it.

import type { Signal } from "@preact/signals";

/** Shows or hides the table. */
export function TableToggle({ shown }: { readonly shown: Signal<boolean> }) {
  return (
    <button
      type="button"
      class="link"
      aria-expanded={shown.value}
      onClick={() => {
        shown.value = !shown.value;
      }}
    >
      {shown.value ? "Hide the table" : "As a table"}
    </button>
  );
}
