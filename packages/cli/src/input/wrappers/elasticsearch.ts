import { isObject, type JsonObject, valueAt } from "../json-object.js";
import type { Unwrapped, Wrapper } from "./wrapper.js";

/** Elasticsearch and OpenSearch: hits, one by one or as a search answers with them. */
export const elasticsearch: Wrapper = {
  kind: "elasticsearch",
  lines: "Elasticsearch's",
  example: '{"_index":"logs","_id":"1","_source":{"@timestamp":"2026-01-02T03:04:05.006Z","message":"listening"}}',
  isCertain: true,
  ofObject: (value) => {
    if (isObject(value._source)) return hitOf(value);
    const hits = valueAt(value, "hits.hits");
    if (!Array.isArray(hits)) return undefined;
    const found = hits.flatMap((hit) => (isObject(hit) && isObject(hit._source) ? [hitOf(hit)] : []));
    return found.length === 0 ? undefined : found;
  },
};

function hitOf({ _source, _index }: JsonObject): Unwrapped {
  const inner = _source as JsonObject;
  return {
    inner,
    source: { kind: "elasticsearch", ...(typeof _index === "string" && { name: _index }) },
    time: inner["@timestamp"],
  };
}
