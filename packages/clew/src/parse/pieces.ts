/**
 * Reads a text of whole lines, the last of which may lack its line end, in pieces: of so many characters and the rest of a
 * line. `read` is given a piece without its last line end, and the number of its first line, and gives how many lines it has;
 * this gives how many all have.
 */
export function inPieces(
  text: string,
  size: number,
  firstLine: number,
  read: (piece: string, firstLine: number) => number,
): number {
  let line = firstLine;
  let start = 0;
  const end = text.endsWith("\n") ? text.length - 1 : text.length;
  do {
    const found = start + size < end ? text.indexOf("\n", start + size) : end;
    const pieceEnd = found === -1 ? end : found;
    line += read(text.slice(start, pieceEnd), line);
    start = pieceEnd + 1;
  } while (start <= end);
  return line - firstLine;
}
