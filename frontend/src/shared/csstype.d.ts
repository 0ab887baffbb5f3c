// Debian's React types import `csstype`, which Debian does not ship; this is the one name they use.
export interface Properties<_Length = string | number> {
  [property: string]: string | number | undefined;
}
