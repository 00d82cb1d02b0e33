import { type FieldName, MOST_FIELD_NAMES, MOST_LOOKED_AT } from "@clew/log";
import { FIELDS_SQL } from "../tables/index.js";

/** The names of the fields of all records, or of every so many of them. */
export function fieldNamesOf(rows: (sql: string) => Promise<FieldName[]>, messages: number): Promise<FieldName[]> {
  const every = Math.max(1, Math.ceil(messages / MOST_LOOKED_AT));
  return rows(
    `SELECT type || '.' || name AS field, count(*)::DOUBLE AS count
      FROM (SELECT type, unnest(json_keys(${FIELDS_SQL})) AS name FROM message_rows WHERE n % ${every} = 0 AND type IS NOT NULL)
      WHERE NOT starts_with(name, 'clew_') GROUP BY 1 ORDER BY count DESC, field LIMIT ${MOST_FIELD_NAMES}`,
  );
}
