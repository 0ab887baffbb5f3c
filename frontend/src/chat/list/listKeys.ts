/** The links of the list of conversations, in the order in which they are drawn. */
function linksOf(list: Element | null): HTMLAnchorElement[] {
  return [...(list?.querySelectorAll<HTMLAnchorElement>(".conversation > a") ?? [])];
}

/** The link that many steps below (above, when negative) this one; null beyond either end. */
export function linkBeside(link: HTMLAnchorElement, step: number): HTMLAnchorElement | null {
  const links = linksOf(link.closest(".conversations"));
  return links[links.indexOf(link) + step] ?? null;
}
