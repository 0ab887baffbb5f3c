/** English words about the page as a whole and its sidebar. `zh.ts` must have the same shape. */
export const en = {
  openSidebar: "Open sidebar",
  closeSidebar: "Close sidebar",
  searchChats: "Search chats",
  searchPlaceholder: "Search what was said",
  sessionLostTitle: "You are signed out",
  sessionLostText: "Your session has ended. What you were writing is kept in this browser. Open your personal link again, or sign in.",
  signIn: "Sign in",
  cannotStart: "The page could not start.",
};
