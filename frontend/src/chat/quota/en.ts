/** English words about the quota. `zh.ts` must have the same shape. */
export const en = {
  quota: "Quota",
  quotaLeft: (count: string) => `${count} left`,
  quotaNone: "Used up",
  quotaButton: (count: string) => `Quota: ${count === "1" ? "1 message" : `${count} messages`} left`,
  quotaRow: (used: string, limit: string) => `${used} of ${limit} used`,
  windows: { hour: "Per hour", day: "Today", week: "This week", month: "This month" } as Record<string, string>,
  windowOther: (name: string) => name,
  resetsAt: (moment: string) => `resets ${moment}`,
  freesAt: (moment: string) => `next place free ${moment}`,
  quotaWarning: (left: string, window: string) => `${left === "1" ? "1 message" : `${left} messages`} left (${window.toLowerCase()}).`,
};
