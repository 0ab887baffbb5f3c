/** 归档、回收站与项目的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  noArchived: "没有已归档的对话。",
  moveThere: "新建并移入",
  noProject: "移出项目",
  filesTake: (used) => `你的文件占用 ${used}。`,
  filesTakeOf: (used, most) => `你的文件占用 ${used}，上限 ${most}。`,
  filesText: "发送文件的对话被彻底删除时，文件也会删除。",
  madePictures: "只看模型生成的图片",
  noPictures: "模型还没有为你生成过图片。",
  noFiles: "你还没有文件。",
  trashText: "删除的对话会在这里保留 30 天。",
  trashEmpty: "回收站是空的。",
  goesAt: (time) => `将于 ${time} 彻底删除`,
  restoreOf: (title) => `恢复“${title}”`,
  eraseNow: "立即删除",
  eraseOf: (title) => `立即删除“${title}”`,
  emptyTrash: "清空回收站",
  eraseTitle: (count) => (count === 1 ? "彻底删除这个对话？" : `彻底删除 ${count} 个对话？`),
  eraseText: (title) => `“${title}”将被彻底删除，且无法恢复。`,
  eraseAllText: "回收站中的所有对话将被彻底删除，且无法恢复。",
};
