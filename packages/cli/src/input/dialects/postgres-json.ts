import { type Dialect, lineOfPostgres } from "./parts/index.js";

/** PostgreSQL's log as JSON. */
export const postgresJson: Dialect = {
  name: "postgres",
  lines: "PostgreSQL's lines",
  example:
    '{"timestamp":"2026-01-02 03:04:05.006 UTC","pid":7,"error_severity":"LOG","message":"ready","backend_type":"postmaster"}',
  recognizes: ({ error_severity, timestamp, session_id, backend_type }) =>
    typeof error_severity === "string" && typeof timestamp === "string" && (session_id ?? backend_type) !== undefined,
  reshape: ({ error_severity, message, ...rest }) => {
    const { value, parts } = lineOfPostgres(rest, String(error_severity), String(message ?? ""), undefined);
    const { level, text, error } = parts ?? {};
    const failed = error && { error: { type: error.exception, message: error.reason } };
    return { ...value, level, message: text, ...failed };
  },
};
