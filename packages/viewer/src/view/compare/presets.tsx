import type { TaskQuery } from "@clew/log";
import { useSignal } from "@preact/signals";
import type { LogSession } from "../../state/index.js";

/** The part of the time that is the last. */
const LAST = 0.1;
const SLOWEST = 0.05;

/** Choices of tasks that are worth a comparison in any log: the latest, the failed and the slowest against the others. */
export function Presets({ log }: { readonly log: LogSession }) {
  const { navigation, source } = log;
  const { query } = navigation.state.value;
  const nothing = useSignal(false);
  const { firstTime, lastTime } = log.summary.value ?? { firstTime: null, lastTime: null };
  const from = query.from ?? firstTime ?? 0;
  const to = query.to ?? (lastTime ?? 0) + 1e-6;
  const parted = (share: number): readonly [TaskQuery, TaskQuery] => {
    const at = from + (to - from) * share;
    return [
      { ...query, from, to: at },
      { ...query, from: at, to },
    ];
  };
  const href = ([setA, setB]: readonly [TaskQuery, TaskQuery]) =>
    navigation.href({ setA, setB, a: undefined, b: undefined });
  const slowest = async () => {
    const page = { sort: "duration", descending: true, limit: 1 } as const;
    const ended = { ...query, minDurationSeconds: 0 };
    const { total } = await source.tasks(ended, { ...page, offset: 0 });
    const { rows } = await source.tasks(ended, { ...page, offset: Math.max(0, Math.ceil(total * SLOWEST) - 1) });
    const seconds = rows[0]?.duration ?? null;
    if (seconds === null) nothing.value = true;
    else {
      navigation.step({
        setA: { ...query, maxDurationSeconds: seconds },
        setB: { ...query, minDurationSeconds: seconds },
        a: undefined,
        b: undefined,
      });
    }
  };
  return (
    <section class="presets card" aria-label="Choices of tasks to compare">
      <h2>Compare</h2>
      <p class="ways">
        <a href={href(parted(1 - LAST))}>The last tenth of the time with what was before</a>
        <a href={href(parted(0.5))}>The second half with the first</a>
        <a
          href={href([
            { ...query, statuses: ["succeeded"] },
            { ...query, statuses: ["failed"] },
          ])}
        >
          The failed with those that succeeded
        </a>
        {nothing.value ? (
          <span class="faint">No task has ended</span>
        ) : (
          <button type="button" class="link" onClick={() => void slowest().catch(() => {})}>
            The slowest 5 % with the others
          </button>
        )}
      </p>
      <p class="faint">Or tick two tasks under Explore, or give the ids of two.</p>
    </section>
  );
}
