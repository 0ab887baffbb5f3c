/** English words about the menu at the member's name. `zh.ts` must have the same shape. */
export const en = {
  settings: "Settings",
  accountMenu: (name: string) => `${name}: settings and sign-out`,
  adminPanel: "Admin panel",
  keys: "API keys",
  sharedChats: "Shared chats",
  files: "Files",
  connect: "Connect a program",
  usage: "Usage",
  accounts: "Accounts",
  sessions: "Where you are signed in",
  signOutFailed: "Signing out failed. Try again.",
};
