/** What the panel says to a refusal, and where it asks for the password. */
export const adminRefusalsEn = {
  confirmPassword: {
    title: "Confirm with your password",
    text: "To be sure that it is you. For the next half hour you will not be asked again.",
    missing: "Enter your password.",
  },
  errors: {
    confirm_password: "Nothing was done: this must be confirmed with your password.",
    no_password: "This must be confirmed with a password, and you have none. Ask another administrator to set one.",
    wrong_password: "The password is wrong.",
    username_taken: "This user name is taken.",
    last_admin: "This is the last administrator: make somebody else an administrator first.",
    account_dedicated: "A dedicated account serves one member alone. Either it is dedicated to somebody already, or others are bound to it and it cannot become dedicated.",
    already_bound: "This member is bound to this account already.",
    package_in_use: "Members still have this package. Give them another one first.",
    unauthorized: "You are signed out. Sign in again; what you typed stays here.",
    too_large: "This is too much text.",
    unknown: "Something went wrong.",
  },
};

export type AdminRefusals = typeof adminRefusalsEn;
