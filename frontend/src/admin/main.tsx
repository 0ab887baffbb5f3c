import "../../styles/base.css";
import "../../styles/admin.css";
import "./together";
import { mount } from "../shared/mount";
import { App } from "./App";
import { pageAt } from "./pages";
import { pathOf } from "./router";

// The page comes while the panel asks who is there; a failure is said by the page's own place.
pageAt(pathOf())?.code.load().catch(() => undefined);
mount(<App />);
