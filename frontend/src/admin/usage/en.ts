/** English words about filters of the record that come by a link. `zh.ts` must have the same shape. */
export const en = {
  arrived: {
    label: "Also filtered by",
    since: (start: string) => `Since ${start}`,
    until: (end: string) => `Until ${end}`,
    span: (start: string, end: string) => `${start} – ${end}`,
    group: (name: string) => `Group: ${name}`,
    key: (id: number) => `Key #${id}`,
    withoutKey: "Without a key",
    request: (id: string) => `Request ${id}`,
    remove: (what: string) => `Do not filter by: ${what}`,
  },
};
