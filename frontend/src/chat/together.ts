// As `shared/together`: what the chat page and its dialogs that are loaded later share.
import "../shared/together";
import "../markdown/Markdown";
import "../shared/ui/ConfirmDialog";
import "./accounts/accounts";
import "../shared/ui/CopyButton";
import "./choices/choices";
import "./composer/sendKey";
import "./files/MessageFiles";
import "./list/lists";
import "./list/title";
import "./refusal/refusal";
import "./session/session";
import "./text";
import "./thread/ask";
