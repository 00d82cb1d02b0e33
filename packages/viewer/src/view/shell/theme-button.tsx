import { signal } from "@preact/signals";
import { Moon, Sun } from "../parts/icons.js";

type Theme = "light" | "dark";

const KEY = "clew-theme";
const chosen = signal<Theme | undefined>(remembered());
if (chosen.peek() !== undefined) document.documentElement.dataset.theme = chosen.peek();

/** The theme that the reader chose; without a choice it is the system's. */
function remembered(): Theme | undefined {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : undefined;
  } catch {
    // A page from a disk may have no storage; it then follows the system.
    return undefined;
  }
}

function current(): Theme {
  return chosen.value ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

export function otherTheme(): Theme {
  return current() === "dark" ? "light" : "dark";
}

export function changeTheme(): void {
  const theme = otherTheme();
  chosen.value = theme;
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // As above: the choice then lasts as long as the page.
  }
}

export function ThemeButton() {
  const other = otherTheme();
  return (
    <button
      type="button"
      class="quiet"
      title={`Show it ${other}`}
      aria-label={`Show the page ${other}`}
      onClick={changeTheme}
    >
      {other === "light" ? <Sun /> : <Moon />}
    </button>
  );
}
