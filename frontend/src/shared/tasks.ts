// As `shared/together`: what watches work and sends files, in the chat page and the panel.
import "./job";
import "./sendBytes";
