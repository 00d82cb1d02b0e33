import { useEffect, useState } from "preact/hooks";

const NARROW = "(max-width: 40em)";

/** True on a screen as narrow as a telephone's, on which a row has two lines. The style sheet has the same bound. */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const change = () => setNarrow(media.matches);
    media.addEventListener("change", change);
    return () => media.removeEventListener("change", change);
  }, []);
  return narrow;
}
