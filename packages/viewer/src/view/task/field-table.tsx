import type { Fields } from "clew/parse";
import { formatText } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { FieldText } from "./field-text.js";

/** All fields of a record, each value whole. */
export function FieldTable({
  log,
  title,
  fields,
}: {
  readonly log: LogSession;
  readonly title: string;
  readonly fields: Fields;
}) {
  const names = Object.keys(fields);
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
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
