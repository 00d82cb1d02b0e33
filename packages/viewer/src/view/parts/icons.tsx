import type { ComponentChildren } from "preact";

/** Drawn in the colour of the text around it, and as large as it. What it means is said in words beside it. */
function Icon({ children, rem = 0.875 }: { readonly children: ComponentChildren; readonly rem?: number }) {
  return (
    <svg class="icon" width={`${rem}rem`} height={`${rem}rem`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const Check = () => (
  <Icon>
    <path class="stroke" d="M3.5 8.5l3 3 6-7" />
  </Icon>
);

export const Cross = () => (
  <Icon>
    <circle class="fill" cx="8" cy="8" r="7" />
    <path class="stroke hole" d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" />
  </Icon>
);

export const Open = () => (
  <Icon>
    <circle class="stroke dashed" cx="8" cy="8" r="5.5" />
  </Icon>
);

export const Unknown = () => (
  <Icon>
    <path class="stroke" d="M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M8 12.4v.2" />
  </Icon>
);

export const Dot = () => (
  <Icon>
    <circle class="fill" cx="8" cy="8" r="2.2" />
  </Icon>
);

export const Delta = () => (
  <Icon>
    <path class="stroke" d="M8 3l5.5 10h-11z" />
  </Icon>
);

export const Gap = () => (
  <Icon>
    <path class="stroke" d="M2.5 5h11M2.5 11h11" />
    <path class="stroke dashed" d="M2.5 8h11" />
  </Icon>
);

/** Points down to what is open; drawn so, for an element that is turned has a layer of its own in each row. */
export const Chevron = ({ isOpen }: { readonly isOpen: boolean }) => (
  <Icon rem={0.75}>
    <path class="stroke" d={isOpen ? "M12.5 6L8 10.5 3.5 6" : "M6 3.5L10.5 8 6 12.5"} />
  </Icon>
);

export const Search = () => (
  <Icon>
    <circle class="stroke" cx="7" cy="7" r="4.5" />
    <path class="stroke" d="M10.5 10.5L14 14" />
  </Icon>
);

export const Sun = () => (
  <Icon>
    <circle class="stroke" cx="8" cy="8" r="3" />
    <path
      class="stroke"
      d="M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8L13 13M13 3l-1.2 1.2M4.2 11.8L3 13"
    />
  </Icon>
);

export const Moon = () => (
  <Icon>
    <path class="stroke" d="M13 9.6A5.5 5.5 0 0 1 6.4 3 5.5 5.5 0 1 0 13 9.6z" />
  </Icon>
);

export const Close = () => (
  <Icon>
    <path class="stroke" d="M4 4l8 8M12 4l-8 8" />
  </Icon>
);

export const Copy = () => (
  <Icon>
    <rect class="stroke" x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path class="stroke" d="M10.5 3.5v-.2a.8.8 0 0 0-.8-.8H3.3a.8.8 0 0 0-.8.8v6.4c0 .4.4.8.8.8h.2" />
  </Icon>
);

export const Filter = () => (
  <Icon>
    <path class="stroke" d="M2.5 4h11M4.5 8h7M6.5 12h3" />
  </Icon>
);

/** The mark of clew: a ball of thread. */
export const Ball = () => (
  <svg class="ball" width="1.25rem" height="1.25rem" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <circle cx="9" cy="10" r="6.6" />
    <path d="M3.6 6.4c4.2.2 7.8 3 9.3 8.3M2.5 10.5c3 .2 5.6 2.2 6.7 5.9M6.7 3.9c4.7.4 8 3.2 8.8 7.1M12.5 15.6c2 1.400 4.3 1.6 6.3.4" />
  </svg>
);

export const More = () => (
  <Icon>
    <circle class="fill" cx="3" cy="8" r="1.4" />
    <circle class="fill" cx="8" cy="8" r="1.4" />
    <circle class="fill" cx="13" cy="8" r="1.4" />
  </Icon>
);
