import { useEffect } from "preact/hooks";

/** Actions by key, in effect unless the focus is in a field for text. */
export type Keys = Readonly<Record<string, () => void>>;

export function useKeys(keys: Keys): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
}

/** Checkboxes and radio buttons take no letters. */
const TEXT_INPUT = "input:not([type=checkbox], [type=radio])";

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(`${TEXT_INPUT}, textarea, select, dialog *`);
}
