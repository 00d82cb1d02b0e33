import type { ComponentChildren } from "preact";

/** Stands in for content that is loading, empty or failed; says which, and what to do. */
export function Notice({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="notice" role="status">
      <p class="title">{title}</p>
      {children !== undefined && <div class="way-out">{children}</div>}
    </div>
  );
}

export function Failure({ what, reason, again }: { readonly what: string; readonly reason: string; again(): void }) {
  return (
    <div class="notice" role="alert">
      <p class="title">{what}</p>
      <p class="way-out">{reason}</p>
      <button type="button" onClick={again}>
        Try again
      </button>
    </div>
  );
}

/** Grey bars where rows will be. */
export function Waiting({ what }: { readonly what: string }) {
  return (
    <div class="waiting" role="status" aria-label={`Reading ${what}`}>
      {[72, 54, 63, 40, 58, 47].map((width) => (
        <div key={width} class="bone" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
