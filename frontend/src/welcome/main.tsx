import { fragment } from "./fragment";
import "../../styles/welcome.css";
import "../shared/together";
import { mount } from "../shared/mount";
import { pageData } from "../shared/pageData";
import { LoginPage } from "./LoginPage";
import { SetupPage } from "./SetupPage";
import { SharePage } from "./SharePage";

const page = pageData()["page"];

if (page === "share") mount(<SharePage token={fragment} />);
else if (page === "setup") mount(<SetupPage token={fragment} />);
else mount(<LoginPage />);
