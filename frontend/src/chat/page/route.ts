import { Store } from "../../shared/store";

/** The conversation in the address bar, `/c/{id}`; null at `/`. */
class Route extends Store<string | null> {
  constructor() {
    super(idIn(location.pathname));
    window.addEventListener("popstate", () => this.set(idIn(location.pathname)));
  }

  go(id: string | null, how: "push" | "replace" = "push"): void {
    const path = id ? `/c/${encodeURIComponent(id)}` : "/";
    if (path !== location.pathname) {
      if (how === "push") history.pushState(null, "", path);
      else history.replaceState(null, "", path);
    }
    this.set(id);
  }
}

function idIn(path: string): string | null {
  const found = /^\/c\/([^/]+)\/?$/.exec(path)?.[1];
  try {
    return found ? decodeURIComponent(found) : null;
  } catch {
    return null;
  }
}

export const route = new Route();
