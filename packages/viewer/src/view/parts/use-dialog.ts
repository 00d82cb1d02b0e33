import type { Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** A dialog that is shown while a signal says so. It gives the focus back to where it was; Esc closes it by `close`. */
export function useDialog(shown: Signal<boolean>): {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  close(): void;
} {
  const dialog = useRef<HTMLDialogElement | null>(null);
  const isShown = shown.value;
  // Before the next key: what is typed after the one that opens it belongs to it, and after the one that closes it to what was before.
  useLayoutEffect(() => {
    if (isShown) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isShown]);
  return {
    dialog,
    close: () => {
      shown.value = false;
    },
  };
}
