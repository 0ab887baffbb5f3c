// As `shared/together`: what parts that are loaded later share, whether of the chat page or of the panel.
import "./expiry/expiry";
import "./expiry/ExpiryFields";
import "./job";
import "./keys/keys";
import "./keys/StateChip";
import "./keys/text";
import "./money";
import "./sendBytes";
import "./size";
import "./ui/CursorTable";
import "./units";
