/** English words about images in messages. `zh.ts` must have the same shape. */
export const en = {
  attachImages: "Add images",
  messageImages: "Images of your message",
  dropImages: "Drop images here to add them to your message",
  uploadProgress: (name: string) => `Uploading ${name}`,
  retryUpload: (name: string) => `Upload ${name} again`,
  removeUpload: (name: string) => `Remove ${name}`,
  openImage: (name: string) => `Show ${name} larger`,
  onlyImages: "Only images can be sent.",
  imageUnreadable: "This image cannot be read here. PNG, JPEG, GIF and WebP can be sent.",
  tooManyImages: (most: number) => `At most ${most} images can be sent with one message.`,
  stillUploading: "The images are still being uploaded. Send when they are done.",
  uploadsFailed: "An image could not be uploaded. Try it again or remove it, then send.",
};
