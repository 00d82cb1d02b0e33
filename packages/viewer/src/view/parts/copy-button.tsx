import { useEffect, useState } from "preact/hooks";
import { Check, Copy } from "./icons.js";

/** Copies a text as it is, and says so for a moment. */
export function CopyButton({ text, what }: { readonly text: string | (() => string); readonly what: string }) {
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");
  useEffect(() => {
    if (state === "ready") return;
    const timer = setTimeout(() => setState("ready"), 1500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setState("copied");
    } catch {
      setState("refused");
    }
  };
  const said = { ready: `Copy ${what}`, copied: "Copied", refused: "The browser refused; select and copy it" }[state];
  return (
    <button type="button" class="quiet copy" title={said} aria-label={said} onClick={copy}>
      {state === "copied" ? <Check /> : <Copy />}
      <span class="unseen" aria-live="polite">
        {state === "ready" ? "" : said}
      </span>
    </button>
  );
}
