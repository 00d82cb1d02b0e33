/** The lines of a log that are no messages: how many there are, and the last ones where the log ends in them. */
export class LogText {
  lines = 0;
  /** The text at the end of the log, which may tell of a crash. */
  last: string | undefined;

  count(text: string): void {
    this.lines += text.split("\n").length;
  }

  endsWith(text: string): void {
    this.last = text;
  }
}
