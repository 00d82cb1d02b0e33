// A function that never ends and never looks at its signal.
export default function forever() {
  for (;;);
}
