import { visible } from "clew/render";
import { formatLevel, formatTime, formatType, formatWholeTime, NO_SPAN, plural } from "../../model/index.js";
import { type LogSession, MOST_HITS } from "../../state/index.js";
import { Failure, Notice, Waiting } from "../parts/notice.js";

/** The first messages in which the text stands, each with the way to its place. */
export function MessageHits({ log }: { readonly log: LogSession }) {
  const { navigation, forest } = log;
  const { value: hits, error } = forest.hits.asked.value;
  const { text } = navigation.state.value.query;
  const span = log.summary.value ?? NO_SPAN;
  if (error !== undefined)
    return <Failure what="The log could not be searched." reason={error} again={() => forest.reload()} />;
  if (hits === undefined) return <Waiting what="the messages" />;
  if (hits.length === 0) return <Notice title="The text stands in no message." />;
  const shown = hits.slice(0, MOST_HITS);
  return (
    <>
      <p class="faint hits-note">
        {hits.length > shown.length
          ? `The first ${shown.length} messages of these tasks, the oldest first. There are more: narrow by time or by a field to see them.`
          : `${plural(shown.length, "message")} of these tasks, the oldest first.`}
      </p>
      <ol class="hits scroll">
        {shown.map(({ taskUuid, taskLevel, timestamp, type, excerpt }) => {
          const at = formatLevel(taskLevel);
          return (
            <li key={`${taskUuid}${at}`}>
              <span class="c-time" title={formatWholeTime(timestamp)}>
                {formatTime(timestamp, span)}
              </span>
              <a href={navigation.href({ view: "task", task: taskUuid, at, folded: [], find: text })}>
                {formatType(type)}
              </a>
              <Excerpt text={excerpt} find={text ?? ""} />
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** The piece of a line, with the text in it set off. */
function Excerpt({ text, find }: { readonly text: string; readonly find: string }) {
  const at = find === "" ? -1 : text.toLowerCase().indexOf(find.toLowerCase());
  if (at === -1) return <span class="mono about">{visible(text)}</span>;
  return (
    <span class="mono about">
      {visible(text.slice(0, at))}
      <mark>{visible(text.slice(at, at + find.length))}</mark>
      {visible(text.slice(at + find.length))}
    </span>
  );
}
