/**
 * A text in one piece. V8 keeps a concatenation as a tree of its pieces, which is walked each time that a line with it is
 * written; what stands in many lines is better walked once.
 */
export function toFlat(text: string): string {
  // The name of a property is always in one piece.
  return Object.keys({ [text]: 0 })[0] as string;
}
