/** English words about a picture that is uploaded. `picture.zh.ts` must have the same shape. */
export const en = {
  choose: "Choose a picture",
  takeAway: "Remove the picture",
  hint: "PNG, JPEG or WebP, at most 256 KiB and 1,024 pixels on a side.",
  large: "This file is larger than 256 KiB.",
  unread: "This file could not be read.",
};
