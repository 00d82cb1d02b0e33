const MOST_NAMED = 3;

/** What a log of these files is called where it is shown: a folder may have hundreds. */
export function logName(files: readonly string[]): string {
  if (files.length <= MOST_NAMED) return files.join(", ");
  return `${files.slice(0, MOST_NAMED - 1).join(", ")} and ${files.length - MOST_NAMED + 1} more`;
}
