import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { agoWords, plural } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { useKeys } from "../parts/use-keys.js";

/** How often it is looked how old the last line is. */
const LOOK_MS = 15_000;

/** How long ago the last line of a log was written; `undefined` where that is now. */
function useLastLine(log: LogSession): string | undefined {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const last = log.summary.value?.lastTime ?? null;
  return last === null ? undefined : agoWords(now.value / 1000 - last);
}

/** The lamp of a log that is followed, with the switch that holds it still; nothing for a log that cannot grow. */
export function Live({ log }: { readonly log: LogSession }) {
  const live = log.summary.value?.live === true;
  const connection = log.connection.value;
  const paused = log.paused.value;
  const ago = useLastLine(log);
  const toggle = () => log.togglePause();
  useKeys(live ? { p: toggle } : {});
  if (!live) return null;
  const lost = connection === "lost";
  return (
    <>
      {log.missed.value > 0 && (
        <button
          type="button"
          class="gap-note"
          title="The page could not keep up; what it shows was read anew. Click to put this away"
          onClick={() => {
            log.missed.value = 0;
          }}
        >
          {plural(log.missed.value, "update")} left out
        </button>
      )}
      <button
        type="button"
        class={`live ${lost ? "lost" : paused ? "paused" : ago === undefined ? "on" : "quiet-log"}`}
        aria-pressed={paused}
        title={
          lost ? "The server does not answer; is clew view still running?" : paused ? "Go on (p)" : "Hold still (p)"
        }
        onClick={toggle}
      >
        <span class="lamp" aria-hidden="true" />
        {lost ? "Disconnected" : paused ? "Paused" : "Live"}
        {ago !== undefined && !lost && <span class="last-line">last line {ago}</span>}
      </button>
    </>
  );
}
