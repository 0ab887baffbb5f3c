import { fileWords } from "./text";
import { type Prepared, scaled } from "./scaled";

/** What is sent of a file: an image smaller if it is large, everything else as it is. A text is why it cannot be sent. */
export async function prepared(file: File): Promise<Prepared | string> {
  // An SVG is a text that models read, and no image that they look at.
  if (!file.type.startsWith("image/") || file.type === "image/svg+xml") return { contents: file, name: file.name || "file" };
  return (await scaled(file)) ?? fileWords().imageUnreadable;
}
