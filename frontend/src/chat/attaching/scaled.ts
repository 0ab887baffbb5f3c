/** Models look at no more pixels than these on a side. */
const longestSide = 2048;
const sendable = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/** Their pictures may have transparent places. */
const transparent = ["image/png", "image/gif", "image/webp"];

export interface Prepared {
  contents: Blob;
  name: string;
}

/** Width and height that fit, in the same proportion; null when they do already. */
export function fittingSize(width: number, height: number): { width: number; height: number } | null {
  const scale = longestSide / Math.max(width, height);
  if (scale >= 1) return null;
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The picture as it is sent: smaller if it is large, in a kind that is taken. Null for what this browser cannot draw. */
export async function scaled(file: File): Promise<Prepared | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  try {
    const fitting = fittingSize(picture.width, picture.height);
    if (!fitting && sendable.includes(file.type)) return { contents: file, name: file.name || "image" };
    return await drawn(picture, fitting ?? picture, file);
  } finally {
    picture.close();
  }
}

async function drawn(picture: ImageBitmap, size: { width: number; height: number }, file: File): Promise<Prepared | null> {
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, size.width, size.height);
  // A browser that writes no WebP writes PNG instead, which keeps what is transparent as well.
  const type = transparent.includes(file.type) ? "image/webp" : "image/jpeg";
  const contents = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.9));
  return contents && { contents, name: renamed(file.name, contents.type) };
}

/** With the ending of what it is now. */
export function renamed(name: string, type: string): string {
  const ending = type.slice(type.indexOf("/") + 1).replace("jpeg", "jpg");
  const dot = name.lastIndexOf(".");
  return `${(dot > 0 ? name.slice(0, dot) : name) || "image"}.${ending}`;
}
