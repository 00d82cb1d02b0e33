import { visible } from "clew/render";
import { tracebackLines } from "../../model/index.js";

/** A traceback with what matters of each line in front: the function, then where it is; what is not the program's own, faint. */
export function Traceback({ text }: { readonly text: string }) {
  return (
    <div class="traceback">
      {tracebackLines(text).map(({ number, name, where, whole, isOutside }) => (
        <div
          key={number}
          class={isOutside ? "outside" : undefined}
          title={whole === undefined ? undefined : visible(whole)}
        >
          {visible(name)}
          {where !== undefined && <span class="where"> {visible(where)}</span>}
        </div>
      ))}
    </div>
  );
}
