import "../ui/together";
import { useLoad } from "../../shared/useLoad";
import { useEvery } from "../overview/useEvery";
import { PageHead } from "../ui/PageHead";
import { alerts } from "./api";
import { Channels } from "./Channels";
import { Deliveries } from "./Deliveries";
import { OpenAlerts } from "./OpenAlerts";
import { PastAlerts } from "./PastAlerts";
import { Quiet } from "./Quiet";
import { Rules } from "./Rules";
import { useAlertText } from "./text";

/** What is wrong, what was, who is told of it, and what becomes an alert. */
export function Page() {
  const t = useAlertText().alerts;
  const open = useLoad("alerts", alerts.open);
  const rules = useLoad("alert-rules", alerts.rules);
  useEvery(10_000, open.refresh);
  return (
    <>
      <PageHead title={t.title} intro={t.intro} />
      <div className="alerts">
        <OpenAlerts open={open} />
        <Channels />
        <Rules loaded={rules} />
        {rules.value && <Quiet settings={rules.value.settings} />}
        <Deliveries />
        <PastAlerts />
      </div>
    </>
  );
}
