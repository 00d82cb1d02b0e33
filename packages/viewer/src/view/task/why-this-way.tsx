// "Why this way?" of an action or a message: what sets the actions in which one like it came apart from those in which none
// did. It reads the whole log, so it is asked for.

import type { PathAnswer, Way } from "@clew/log";
import { useEffect, useMemo } from "preact/hooks";
import { formatText } from "../../model/index.js";
import { type LogSession, Resource } from "../../state/index.js";
import { PlaceLink, SetApart } from "../answers/parts.js";
import { Failure } from "../parts/notice.js";

/** Sentences name values, which are cut already. */
const LONGEST = 1000;

interface WhyThisWayProps {
  readonly log: LogSession;
  readonly kind: Way["kind"];
  readonly type: string | undefined;
}

export function WhyThisWay({ log, kind, type }: WhyThisWayProps) {
  const answer = useMemo(() => new Resource<PathAnswer>(), []);
  useEffect(() => answer.clear(), [answer, kind, type]);
  if (type === undefined) return null;
  const ask = () => void answer.ask(() => log.source.path({ kind, type }));
  const { value, loading, error } = answer.asked.value;
  if (error !== undefined)
    return <Failure what="The log could not answer why it went this way." reason={error} again={ask} />;
  if (value === undefined) {
    return (
      <p>
        <button type="button" class="quiet" disabled={loading} onClick={ask}>
          {loading ? "Reading the whole log…" : "Why this way?"}
        </button>
      </p>
    );
  }
  const { taken, not_taken } = value.example;
  return (
    <section aria-label="Why this way?" aria-live="polite">
      <p>{formatText(value.sentence, LONGEST)}</p>
      {value.set_apart.length > 0 && <SetApart log={log} entries={value.set_apart} these="those with it" />}
      <p>
        {taken !== null && (
          <PlaceLink log={log} place={taken}>
            One with it
          </PlaceLink>
        )}
        {taken !== null && not_taken !== null && ", "}
        {not_taken !== null && (
          <PlaceLink log={log} place={not_taken}>
            one without
          </PlaceLink>
        )}
      </p>
    </section>
  );
}
