import { encodeExact } from "@clew/log";
import { useSignal } from "@preact/signals";
import { formatCount, parseTaskPlace, prettyJson, visibleLines } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { CopyButton } from "../parts/copy-button.js";
import { exactNumber, kindOf } from "../parts/value.js";
import { Traceback } from "./traceback.js";

/** So much of a value is drawn before one asks for the rest. */
const SHOWN = 4000;

interface FieldTextProps {
  readonly log: LogSession;
  readonly name: string;
  readonly value: unknown;
}

/** A value whole: texts with their lines, objects indented, places and addresses as links. */
export function FieldText({ log, name, value }: FieldTextProps) {
  const all = useSignal(false);
  const text = typeof value === "string" ? value : (exactNumber(value) ?? prettyJson(value));
  const cut = !all.value && text.length > SHOWN;
  const shown = visibleLines(cut ? text.slice(0, SHOWN) : text);
  const href = typeof value === "string" ? linkOf(log, value) : undefined;
  const isBlock = shown.includes("\n") || shown.length > 120;
  return (
    <div class={`field-value ${kindOf(value)}`}>
      {value === "" ? (
        <span class="faint">(empty)</span>
      ) : href !== undefined ? (
        <a href={href.href} {...(href.isOutside ? { target: "_blank", rel: "noopener noreferrer" } : {})}>
          {shown}
        </a>
      ) : name === "traceback" && isBlock ? (
        <Traceback text={cut ? text.slice(0, SHOWN) : text} />
      ) : isBlock ? (
        <pre>{shown}</pre>
      ) : (
        <span>{shown}</span>
      )}
      {cut && (
        <button
          type="button"
          class="link"
          onClick={() => {
            all.value = true;
          }}
        >
          Show all {formatCount(text.length)} characters
        </button>
      )}
      <CopyButton text={() => (typeof value === "string" ? value : encodeExact(value))} what="the value" />
    </div>
  );
}

/** Only whole addresses of the web, and places in tasks, are links. */
function linkOf(log: LogSession, text: string): { readonly href: string; readonly isOutside: boolean } | undefined {
  const place = parseTaskPlace(text);
  if (place !== undefined) {
    return { href: log.navigation.href({ view: "task", ...place, folded: [] }), isOutside: false };
  }
  if (!/^https?:\/\/[\x21-\x7e]{1,2000}$/.test(text)) return undefined;
  return URL.canParse(text) ? { href: text, isOutside: true } : undefined;
}
