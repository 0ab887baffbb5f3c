import "../ui/together";
import { useState } from "react";
import { formatRatio } from "../../shared/money";
import { useCommon } from "../../shared/locales/common";
import { Role } from "../../shared/roles";
import { Button, IconButton } from "../../shared/ui/Button";
import { Checkbox } from "../../shared/ui/Field";
import { EmptyState } from "../../shared/ui/EmptyState";
import { EditIcon, PriceIcon, WarningIcon } from "../../shared/ui/icons";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { Table } from "../../shared/ui/Table";
import { useLoad } from "../../shared/useLoad";
import { useQuery } from "../router";
import { useSelf } from "../self";
import { loadOptions, type Option } from "../settings/api";
import { errorText } from "../text";
import { useAct, useSay } from "../ui/notices";
import { PageHead } from "../ui/PageHead";
import { SearchBox } from "../ui/SearchBox";
import { loadPrices, type ModelPrice, type PriceList } from "./api";
import { priceColumns } from "./columns";
import { PriceForm } from "./Form";
import { PictureForm } from "./PictureForm";
import { usePriceText } from "./text";

/** What the models cost that accounts offer; the owner changes it. */
export function Page() {
  const t = usePriceText().prices;
  const common = useCommon();
  const say = useSay();
  const prices = useLoad("prices", loadPrices);
  const [editing, setEditing] = useState<{ item: ModelPrice; options: Option[] } | null>(null);
  const [pictures, setPictures] = useState<Option[] | null>(null);
  const isOwner = (useSelf()?.role ?? 0) >= Role.root;
  const { act } = useAct();
  const edit = (item: ModelPrice) => act("load", async () => { setEditing({ item, options: await loadOptions() }); });
  return (
    <>
      <PageHead title={t.title} intro={t.intro}>
        {isOwner && <Button onClick={() => void act("load", async () => { setPictures(await loadOptions()); })}>{t.pictures}</Button>}
      </PageHead>
      {Boolean(prices.error) && (
        <EmptyState icon={WarningIcon} title={t.notLoaded} action={<Button onClick={prices.refresh}>{common.retry}</Button>}>
          {errorText(prices.error)}
        </EmptyState>
      )}
      {prices.isLoading && !prices.value && <span className="skeleton" aria-busy="true" />}
      {prices.value && <Prices list={prices.value} onEdit={(item) => void edit(item)} />}
      {editing && (
        <PriceForm
          item={editing.item}
          options={editing.options}
          onSaved={() => { say(t.saved(isolated(editing.item.model_name)), "success"); prices.refresh(); }}
          onClose={() => setEditing(null)}
        />
      )}
      {pictures && <PictureForm options={pictures} onSaved={() => say(t.picturesSaved, "success")} onClose={() => setPictures(null)} />}
    </>
  );
}

function Prices({ list, onEdit }: { list: PriceList; onEdit: (item: ModelPrice) => void }) {
  const text = usePriceText();
  const t = text.prices;
  const isOwner = (useSelf()?.role ?? 0) >= Role.root;
  const keyword = (useQuery().get("q") ?? "").toLowerCase();
  const [onlyFree, setOnlyFree] = useState(false);
  if (list.data.length === 0) return <EmptyState icon={PriceIcon} title={t.none}>{t.noneHint}</EmptyState>;
  const rows = list.data.filter((item) => item.model_name.toLowerCase().includes(keyword) && (item.is_free || !onlyFree));
  const free = list.data.filter((item) => item.is_free).length;
  const groups = Object.entries(list.group_ratio).map(([name, ratio]) => `${isolated(name)} × ${formatRatio(ratio)}`);
  const actions = {
    key: "actions",
    header: text.common.actionsHeader,
    hidesHeader: true,
    align: "end" as const,
    cell: (item: ModelPrice) => <IconButton icon={EditIcon} iconSize={18} label={t.edit(item.model_name)} onClick={() => onEdit(item)} />,
  };
  return (
    <>
      <p className="soft"><Sentence text={`${t.freeCount(free, list.data.length)} ${t.groups(groups.join(", "))}`} /></p>
      <div className="filters">
        <SearchBox label={t.search} />
        <Checkbox label={t.onlyFree} checked={onlyFree} onChange={(event) => setOnlyFree(event.target.checked)} />
      </div>
      <Table
        caption={t.title}
        columns={isOwner ? [...priceColumns(t), actions] : priceColumns(t)}
        rows={rows}
        rowKey={(item) => item.model_name}
        empty={<div className="panel"><EmptyState icon={PriceIcon} title={t.noMatch} /></div>}
      />
    </>
  );
}
