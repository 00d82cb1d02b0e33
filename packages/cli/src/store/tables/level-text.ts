/** The first numbers of a level as a list that the database reads. */
export function levelText(level: readonly number[], levels: number): string {
  if (levels === 1) return `[${level[0]}]`;
  if (levels === 2) return `[${level[0]},${level[1]}]`;
  return `[${level.slice(0, levels).join(",")}]`;
}
