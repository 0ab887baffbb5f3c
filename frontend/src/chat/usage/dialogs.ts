// One part of the page, as both show rows of the log: apart they would be a file more for each of them.
export { DetailsDialog } from "../answer/DetailsDialog";
export { UsageDialog } from "./UsageDialog";
