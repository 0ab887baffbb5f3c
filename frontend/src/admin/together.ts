// As `shared/together`: what the frame of the panel and its pages share.
import "../shared/together";
import "./assistantIcon";
import "./bellIcon";
import "./router";
import "./self";
import "./text";
import "./ui/Link";
import "./ui/MoreOptions";
import "./ui/notices";
import "./ui/PageHead";
import "./useSubmit";
