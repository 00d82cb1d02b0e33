import type { FacetValue, TaskQuery, TaskStatus } from "@clew/log";
import { useSignal } from "@preact/signals";
import { formatCount, formatText, formatType } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { type MarkedStatus, StatusMark, statusWords } from "../parts/status-mark.js";

/** The values by which the tasks can be narrowed, each with the number of tasks that would be left. */
export function Facets({ log }: { readonly log: LogSession }) {
  const { navigation, forest } = log;
  const { query } = navigation.state.value;
  const facets = forest.facets.value;
  if (facets === undefined) return null;
  const go = (next: TaskQuery) => navigation.step({ query: next });
  const toggleStatus = (status: TaskStatus) => {
    const { statuses = [], ...rest } = query;
    const next = toggled(statuses, status);
    go(next.length > 0 ? { ...rest, statuses: next } : rest);
  };
  const toggleType = (type: string) => {
    const { types = [], ...rest } = query;
    const next = toggled(types, type);
    go(next.length > 0 ? { ...rest, types: next } : rest);
  };
  const toggleField = (field: string, value: string) => {
    const { fields = [], ...rest } = query;
    const others = fields.filter((pair) => pair.field !== field || pair.value !== value);
    const next = others.length < fields.length ? others : [...fields, { field, value }];
    go(next.length > 0 ? { ...rest, fields: next } : rest);
  };
  return (
    <>
      <Facet
        name="Status"
        values={facets.statuses}
        chosen={query.statuses ?? []}
        show={(value) => (
          <>
            <StatusMark status={value as MarkedStatus} /> {statusWords(value as MarkedStatus)}
          </>
        )}
        toggle={(value) => toggleStatus(value as TaskStatus)}
      />
      <Facet name="Type" values={facets.types} chosen={query.types ?? []} show={formatType} toggle={toggleType} />
      {facets.fields.map(({ field, values }) => (
        <Facet
          key={field}
          name={formatText(field)}
          isField
          values={values}
          chosen={(query.fields ?? []).filter((pair) => pair.field === field).map(({ value }) => value)}
          show={(value) => (value === "" ? "(empty)" : formatText(value))}
          toggle={(value) => toggleField(field, value)}
        />
      ))}
    </>
  );
}

function toggled<T>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

interface FacetProps {
  readonly name: string;
  readonly isField?: boolean;
  readonly values: readonly FacetValue[];
  readonly chosen: readonly string[];
  show(value: string): preact.ComponentChild;
  toggle(value: string): void;
}

const SHOWN = 8;

function Facet({ name, isField = false, values, chosen, show, toggle }: FacetProps) {
  const all = useSignal(false);
  // Chosen values stay in sight, also where nothing matches them any more.
  const gone = chosen.filter((value) => !values.some((other) => other.value === value));
  const listed = [...gone.map((value) => ({ value, count: 0 })), ...values];
  const shown = all.value ? listed : listed.filter(({ value }, i) => i < SHOWN || chosen.includes(value));
  const most = Math.max(1, ...values.map(({ count }) => count));
  if (listed.length === 0) return null;
  return (
    <fieldset class="facet">
      <legend class={isField ? "mono" : ""}>{name}</legend>
      {shown.map(({ value, count }) => (
        <label key={value} class="facet-value">
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
          <span class="text" title={typeof show(value) === "string" ? String(show(value)) : undefined}>
            {show(value)}
          </span>
          <span class="share" aria-hidden="true">
            <span style={{ width: `${(100 * count) / most}%` }} />
          </span>
          <span class="number">{formatCount(count)}</span>
        </label>
      ))}
      {listed.length > shown.length || all.value ? (
        <button
          type="button"
          class="more"
          onClick={() => {
            all.value = !all.value;
          }}
        >
          {all.value ? "Fewer" : `${formatCount(listed.length - shown.length)} more`}
        </button>
      ) : null}
    </fieldset>
  );
}
