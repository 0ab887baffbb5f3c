/** English words about where chats are kept: the archive, the trash, projects. `zh.ts` must have the same shape. */
export const en = {
  noArchived: "Nothing is archived.",
  moveThere: "Create and move",
  noProject: "Out of its project",
  trashText: "Deleted chats stay here for 30 days.",
  trashEmpty: "The trash is empty.",
  goesAt: (time: string) => `Goes for good on ${time}`,
  restoreOf: (title: string) => `Restore “${title}”`,
  eraseNow: "Delete now",
  eraseOf: (title: string) => `Delete “${title}” now`,
  emptyTrash: "Empty trash",
  eraseTitle: (count: number) => (count === 1 ? "Delete this chat for good?" : `Delete ${count} chats for good?`),
  eraseText: (title: string) => `“${title}” will be gone. This cannot be undone.`,
  eraseAllText: "All chats in the trash will be gone. This cannot be undone.",
};
