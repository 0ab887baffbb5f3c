/** The code that comes with the first file that is attached. */
import "../together";

export { LongPaste } from "./LongPaste";
export { prepared } from "./prepared";
export { reread, upload } from "./sending";
export { UploadChips } from "./UploadChips";
