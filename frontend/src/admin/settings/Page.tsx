import "../ui/together";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { WarningIcon } from "../../shared/ui/icons";
import { useLoad } from "../../shared/useLoad";
import { usePackageChoices } from "../packages/PackageField";
import { errorText } from "../text";
import { PageHead } from "../ui/PageHead";
import { loadOptions } from "./api";
import { BalanceSection } from "./BalanceSection";
import { EveryoneSection } from "./EveryoneSection";
import { GroupsSection } from "./GroupsSection";
import { LookSection, NoticeSection } from "./LookSection";
import { NotesSection } from "./NotesSection";
import { PublicPricesSection } from "./PublicPricesSection";
import { StrategySection } from "./StrategySection";
import { useSettingsText } from "./text";
import { SharingSection } from "./SharingSection";
import { TitlesSection } from "./TitlesSection";
import { ToolsSection } from "./ToolsSection";
import { WeightsSection } from "./WeightsSection";

/** What the owner sets for the whole server. */
export function Page() {
  const t = useSettingsText().settings;
  const common = useCommon();
  const options = useLoad("options", loadOptions);
  const choices = usePackageChoices();
  return (
    <>
      <PageHead title={t.title} intro={t.intro} />
      {Boolean(options.error) && (
        <EmptyState icon={WarningIcon} title={t.notLoaded} action={<Button onClick={options.refresh}>{common.retry}</Button>}>
          {errorText(options.error)}
        </EmptyState>
      )}
      {options.isLoading && !options.value && <span className="skeleton" aria-busy="true" />}
      {options.value && (
        <div className="settings">
          <LookSection options={options.value} />
          <NoticeSection options={options.value} />
          <GroupsSection options={options.value} choices={choices} />
          <EveryoneSection options={options.value} choices={choices} />
          <StrategySection options={options.value} />
          <WeightsSection options={options.value} />
          <NotesSection options={options.value} />
          <TitlesSection options={options.value} />
          <ToolsSection options={options.value} />
          <SharingSection options={options.value} />
          <BalanceSection options={options.value} />
          <PublicPricesSection options={options.value} />
        </div>
      )}
    </>
  );
}
