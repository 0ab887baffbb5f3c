import "../../styles/share.css";
import "../shared/together";
import { createRoot } from "react-dom/client";
import { Markdown } from "../markdown/Markdown";
import { startLanguage } from "../shared/i18n";
import { startTheme } from "../shared/theme";

// The page is whole without this: an answer only stands there as it was written, and becomes what its Markdown says.
startTheme();
startLanguage();
for (const place of document.querySelectorAll<HTMLElement>(".shared-answer .shared-text")) {
  const text = place.textContent ?? "";
  place.classList.add("shared-typeset");
  createRoot(place).render(<Markdown text={text} isGrowing={false} />);
}
