/** English words about files in messages. `zh.ts` must have the same shape. */
export const en = {
  attachFiles: "Add files",
  dropFiles: "Drop files here to add them to your message",
  openImage: (name: string) => `Show ${name} larger`,
  tooManyFiles: (most: number) => `At most ${most} files can be sent with one message.`,
  stillUploading: "The files are still being uploaded. Send when they are done.",
  uploadsFailed: "A file could not be uploaded. Try it again or remove it, then send.",
};
