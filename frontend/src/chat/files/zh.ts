/** 消息中文件的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  attachFiles: "添加文件",
  dropFiles: "将文件拖放到此处，添加到消息中",
  openImage: (name) => `放大查看 ${name}`,
  tooManyFiles: (most) => `一条消息最多附带 ${most} 个文件。`,
  stillUploading: "文件还在上传，请等上传完成后再发送。",
  uploadsFailed: "有文件上传失败，请重试或移除后再发送。",
};
