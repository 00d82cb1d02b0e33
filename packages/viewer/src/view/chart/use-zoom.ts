import { effect } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { LogSession } from "../../state/index.js";
import type { TimeView } from "./time-view.js";

/** A hand that zooms is left alone for so long before the address says where it is. */
const REST_MS = 250;

/** Keeps the stretch of time that a chart shows in the address, under the name of what it shows, and begins where that says. */
export function useZoom({ navigation }: LogSession, of: string, view: TimeView): void {
  useLayoutEffect(() => {
    const { zoom } = navigation.state.peek();
    if (zoom?.of === of) view.look(zoom);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const note = () => {
      const before = navigation.state.peek().zoom;
      const { from, to } = view.window.peek();
      const now = view.isWhole ? undefined : { of, from, to };
      if (now === undefined ? before?.of !== of : before?.of === of && before.from === from && before.to === to) return;
      navigation.adjust({ zoom: now });
    };
    const stop = effect(() => {
      void view.window.value;
      clearTimeout(timer);
      timer = setTimeout(note, REST_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [view, of]);
}
