import { useEffect, useState } from "react";
import { useTheme } from "../../shared/theme";

export interface Colours {
  /** By its name in `tokens.css`. */
  colour: (name: string) => string;
  font: string;
  /** Changes when the colours do. */
  theme: string;
}

/** The colours of the theme, for what draws by itself. */
export function useColours(): Colours {
  const theme = useTheme();
  const [isDark, setDark] = useState(() => darkness().matches);
  useEffect(() => {
    const query = darkness();
    const look = () => setDark(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return { colour, font: getComputedStyle(document.body).fontFamily, theme: `${theme} ${isDark}` };
}

function darkness(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
