/** The secret after the # sign. It is taken out of the address bar before anything else runs. */
export const fragment = take();

function take(): string {
  const found = location.hash.slice(1);
  if (location.hash || location.href.endsWith("#")) history.replaceState(null, "", location.pathname);
  try {
    return decodeURIComponent(found);
  } catch {
    return found;
  }
}
