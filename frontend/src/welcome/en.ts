/** Words of the pages before the chat: personal link, sign-in, set-up. */
export const welcomeEn = {
  shareTitle: "Personal link",
  shareChecking: "Opening your link…",
  shareAskTitle: (name: string) => `You are signed in as ${name}`,
  shareAskText: (name: string) => `This link may belong to somebody else. Going on signs ${name} out in this browser.`,
  shareUse: "Go on with this link",
  shareStay: (name: string) => `Stay signed in as ${name}`,
  shareInvalidTitle: "This link does not work",
  shareInvalidText: "It may have expired, been replaced or been switched off. Ask your administrator for a new link.",
  shareFailedTitle: "The link could not be opened",
  signInInstead: "Sign in with a password",

  loginTitle: "Sign in",
  loginButton: "Sign in",
  loginWrong: "The user name or the password is wrong.",
  loginDisabled: "This account is disabled. Ask your administrator.",
  loginHint: "Members need no password: open the personal link that your administrator gave you.",

  setupTitle: "Set up ChatMirror",
  setupText: "Choose the name and the password of the first administrator.",
  setupRepeat: "Repeat the password",
  setupButton: "Create the administrator",
  setupDoneTitle: "Already set up",
  setupDoneText: "There is an administrator already. Sign in to go on.",
  setupToken: "This set-up link is not valid. Use the newest one that the server printed when it started.",
  setupNoToken: "This server has no administrator yet. The set-up link stands in the server’s output, where it was printed at the last start: open it. It holds /setup# and a key.",

  nameMissing: "Enter a user name.",
  passwordMissing: "Enter the password.",
  passwordLength: "A password has 8 to 128 characters.",
  passwordsDiffer: "The two passwords differ.",
  passwordHint: "8 to 128 characters.",
};

export type WelcomeWords = typeof welcomeEn;
