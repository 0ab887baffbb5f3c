import "../../styles/base.css";
import "../../styles/admin.css";
import { mount } from "../shared/mount";
import { App } from "./App";

mount(<App />);
