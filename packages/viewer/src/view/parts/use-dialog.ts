import type { Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A dialog that is shown while a signal says so. It gives the focus back to where it was; Esc closes it by `close`. */
export function useDialog(shown: Signal<boolean>): {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  close(): void;
} {
  const dialog = useRef<HTMLDialogElement | null>(null);
  const isShown = shown.value;
  useEffect(() => {
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
