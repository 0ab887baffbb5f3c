import "../../styles/base.css";
import { mount } from "../shared/mount";

mount(<main />);
