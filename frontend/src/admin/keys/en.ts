/** English words about everybody's keys, beside those that their owners see too. `zh.ts` must have the same shape. */

export const en = {
  keys: {
    package: "Package",
    packageHint: "Limits of this key: they apply beside its owner’s.",
    noPackage: "No limits of its own",
    noPackageShort: "none",
    packageOf: (name: string) => `Package of the key ${name}`,
    choosePackage: (name: string, current: string) => `Package of the key ${name}: ${current}. Change`,
    packageSaved: (name: string) => `The package of ${name} was saved. Its limits apply from the next message.`,
  },
};
