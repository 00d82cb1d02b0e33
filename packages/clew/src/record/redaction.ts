/** What is hidden, as the hub keeps it and as those ask it who write values and texts. */
export interface Redaction {
  /** Stands in the place of what is hidden. */
  readonly replacement: string;
  /** Whether what stands under this name is hidden. */
  isSecret(name: string): boolean;
  /** A value as it may be written under a key. */
  replace(key: string, value: unknown): unknown;
  /** A text without the secrets in its URLs and its JSON. */
  text(text: string): string;
}
