// The bundler makes a file of what exactly the same pages need. What several of them share would be a small file for each set of
// them: every page, and every part that is loaded later, imports this list, and all of it becomes one file.
import "react-dom/client";
import "./clipboard";
import "./download";
import "./lazyModule";
import "./lengths";
import "./limits/names";
import "./limits/text";
import "./locales/count.en";
import "./locales/count.zh";
import "./mount";
import "./personalStorage";
import "./roles";
import "./site";
import "./ui/Banner";
import "./ui/Chip";
import "./ui/Dialog";
import "./ui/Field";
import "./ui/Menu";
import "./ui/MissingPart";
import "./ui/Radios";
import "./useLoad";
