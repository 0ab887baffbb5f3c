/** One Server-Sent Event; `id` is the last one seen, as the standard has it. */
export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

/** Text in pieces of any size → whole events. Comments (heartbeats) and events without data are dropped. */
export class EventParser {
  private rest = "";
  private skipsLineFeed = false;
  private id = "";
  private event = "";
  private data: string[] = [];

  push(piece: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    let text = this.rest + piece;
    if (this.skipsLineFeed && text.length > 0) {
      if (text.startsWith("\n")) text = text.slice(1);
      this.skipsLineFeed = false;
    }
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (character !== "\n" && character !== "\r") continue;
      const event = this.line(text.slice(start, at));
      if (event) events.push(event);
      if (character === "\r") {
        if (at + 1 === text.length) this.skipsLineFeed = true;
        else if (text[at + 1] === "\n") at++;
      }
      start = at + 1;
    }
    this.rest = text.slice(start);
    return events;
  }

  private line(line: string): ServerEvent | null {
    if (line === "") return this.dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return null;
    const name = colon < 0 ? line : line.slice(0, colon);
    const raw = colon < 0 ? "" : line.slice(colon + 1);
    const value = raw.startsWith(" ") ? raw.slice(1) : raw;
    if (name === "data") this.data.push(value);
    else if (name === "event") this.event = value;
    else if (name === "id" && !value.includes("\0")) this.id = value;
    return null;
  }

  private dispatch(): ServerEvent | null {
    const { event, data } = this;
    this.event = "";
    this.data = [];
    return data.length === 0 ? null : { id: this.id, event: event || "message", data: data.join("\n") };
  }
}
