import type { Signal } from "@preact/signals";
import { useDialog } from "../parts/use-dialog.js";
import { NAMED_VIEWS } from "./views.js";

const KEYS: readonly { readonly where: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    where: "Everywhere",
    keys: [
      [`1 … ${NAMED_VIEWS.length}`, NAMED_VIEWS.map(({ name }) => name.toLowerCase()).join(", ")],
      ["/", "search"],
      ["f", "narrow by a field, a type, a status, the duration"],
      ["Ctrl-K, Cmd-K", "commands: a view, a task by its id, a filter, the theme"],
      ["p", "hold a growing log still, and go on"],
      ["?", "this help"],
    ],
  },
  {
    where: "Explore",
    keys: [
      ["x", "tick a task, to compare two"],
      ["↑ ↓ or k j", "move in the list"],
      ["Enter", "open the task"],
      ["← → in the histogram", "move through time; with Shift, choose a stretch; Esc, all of it"],
      ["arrows in the durations", "move; with Shift, draw a box; Enter, ask what sets its tasks apart"],
    ],
  },
  {
    where: "Time",
    keys: [
      ["↑ ↓ ← →", "move among the boxes"],
      ["Enter", "choose one, and show what lies in it; Esc, all of it"],
    ],
  },
  {
    where: "Task",
    keys: [
      ["↑ ↓", "move in the tree"],
      ["→ ←", "unfold, go in; fold, go out"],
      ["Home End", "first and last row"],
      ["letters", "next action or message whose type begins so"],
      ["Shift+F", "go to the failure, and to the next"],
      ["Shift+C", "next action on the critical path"],
      ["Shift+Z", "show the time of the chosen row in the timeline"],
      ["* _", "unfold all, fold all"],
      ["Enter", "to the details; Esc, back to the tree"],
    ],
  },
];

export function Help({ shown }: { readonly shown: Signal<boolean> }) {
  const { dialog, close } = useDialog(shown);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={close}>
      {shown.value && (
        <>
          <h2 id="help-title">Keys</h2>
          {KEYS.map(({ where, keys }) => (
            <section key={where}>
              <h3>{where}</h3>
              <dl>
                {keys.map(([key, does]) => (
                  <div key={key}>
                    <dt>
                      <kbd>{key}</kbd>
                    </dt>
                    <dd>{does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
          <p class="faint">
            Times are in UTC, as in clew tree. A link shows the same view, filter and choice; the address does not hold
            how far a timeline is zoomed, nor what is chosen in Scopes.
          </p>
          <button type="button" onClick={close}>
            Close
          </button>
        </>
      )}
    </dialog>
  );
}
