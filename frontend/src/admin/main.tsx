import "../../styles/base.css";
import "../../styles/admin.css";
import { mount } from "../shared/mount";

mount(<main />);
