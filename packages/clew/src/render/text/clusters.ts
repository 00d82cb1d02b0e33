// What a reader takes for one character: a letter with its marks, a family of emoji.

/** Made when a text needs it: a program that draws none starts without it. */
let segmenter: Intl.Segmenter | undefined;

/** So many units are looked at together: the platform takes as long for one cluster as the text is long that it is given. */
const TOGETHER = 256;

/** The clusters of a text, in its order. */
export function* clustersOf(text: string): Generator<string, void> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  let units = TOGETHER;
  for (let start = 0; start < text.length; ) {
    const end = start + units;
    // Half a character would look like a cluster of its own.
    const piece = text.slice(start, isPair(text.codePointAt(end - 1)) ? end + 1 : end);
    const isLast = start + piece.length === text.length;
    let taken = 0;
    for (const { segment } of segmenter.segment(piece)) {
      // The last of a piece may go on behind it.
      if (!isLast && taken + segment.length === piece.length) break;
      yield segment;
      taken += segment.length;
      if (units > TOGETHER) break;
    }
    start += taken;
    units = taken === 0 ? 2 * units : TOGETHER;
  }
}

function isPair(codePoint: number | undefined): boolean {
  return codePoint !== undefined && codePoint > 0xffff;
}
