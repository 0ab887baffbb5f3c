import { pageData } from "./pageData";

const { site } = pageData() as { site?: { name?: string; logo?: string | null } };

/** What the administrators call this site. */
export const siteName = site?.name || "ChatMirror";

/** The address of the picture that they gave it. */
export const siteLogo = site?.logo || null;

/** Beside the name; nothing where there is none. */
export const logoHeight = 24;
