import type { EventsListener } from "@clew/log";

/** A server that was stopped is asked again this often. */
const AGAIN_MS = 3000;

/** Server-Sent Events that come back after a refusal too, upon which a browser gives up. Gives what closes them. */
export function streamEvents(address: string, listener: EventsListener): () => void {
  let events: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    const stream = new EventSource(address);
    events = stream;
    stream.onopen = () => listener.opened();
    stream.onmessage = ({ data }) => listener.message(String(data));
    stream.onerror = () => {
      listener.lost();
      if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    events?.close();
  };
}
