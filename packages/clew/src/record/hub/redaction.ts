/** What is hidden, as the hub keeps it and as those ask it who write values and texts. */
export interface Redaction {
  /** One for each call of `redact` that is in force. */
  readonly rules: readonly RedactionRule[];
  /** A value as it may be written under a key. */
  replace(key: string, value: unknown): unknown;
  /** A text without the secrets in its URLs and its JSON. */
  text(text: string): string;
}

export interface RedactionRule {
  /** Names in lower case, letters and digits only. */
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly RegExp[];
  /** Stands in the place of what is hidden. */
  readonly replacement: string;
}
