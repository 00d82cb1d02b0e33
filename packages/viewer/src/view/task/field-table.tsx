import type { Fields } from "clew/parse";
import { formatText } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { ValueMenu } from "../filter/value-menu.js";
import { FieldText } from "./field-text.js";

const CLEW = "clew_";

/** All fields of a record, each value whole. */
export function FieldTable({
  log,
  title,
  fields,
  type,
}: {
  readonly log: LogSession;
  readonly title: string;
  readonly fields: Fields;
  /** The type of the record, by which a field of it is asked for; none where it has none. */
  readonly type: string | undefined;
}) {
  const all = Object.keys(fields);
  // What the program says of itself stands before what clew adds.
  const names = [...all.filter((name) => !name.startsWith(CLEW)), ...all.filter((name) => name.startsWith(CLEW))];
  if (names.length === 0) return null;
  return (
    <section class="fields">
      <h3>{title}</h3>
      <dl>
        {names.map((name) => (
          <div key={name}>
            <dt class="mono">{formatText(name)}</dt>
            <dd>
              <FieldText log={log} name={name} value={fields[name]} />
              {type !== undefined && isAskable(fields[name]) && (
                <ValueMenu log={log} field={`${type}.${name}`} value={fields[name]} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What is longer than this is asked for by nobody, and fits no address. */
const LONGEST_ASKED = 200;

function isAskable(value: unknown): boolean {
  return typeof value === "string" ? value.length <= LONGEST_ASKED : typeof value !== "object" || value === null;
}
