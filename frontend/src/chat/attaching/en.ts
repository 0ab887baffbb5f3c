/** English words about files that are being attached. `zh.ts` must have the same shape. */
export const en = {
  messageFiles: "Files of your message",
  uploadProgress: (name: string) => `Uploading ${name}`,
  reading: "Reading…",
  retryUpload: (name: string) => `Upload ${name} again`,
  removeUpload: (name: string) => `Remove ${name}`,
  imageUnreadable: "This image cannot be read here. PNG, JPEG, GIF and WebP can be sent.",
  tokens: (count: string) => `about ${count} tokens`,
  cut: "only the beginning is read",
  noText: "No text could be read from it: a model will see only its name.",
  encoding: (name: string) => `Encoding of ${name}`,
  longPaste: (count: string) => `You pasted ${count} characters.`,
  asFile: "Attach as a file",
  asText: "Keep as text",
  pastedName: "pasted text.txt",
};
