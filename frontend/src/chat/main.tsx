import "../../styles/chat.css";
import "./together";
import { mount } from "../shared/mount";
import { Start } from "./page/Start";

mount(<Start />);
