import { Chip } from "../../shared/ui/Chip";
import type { Column } from "../../shared/ui/Table";
import { CellText } from "../ui/CellText";
import { When } from "../ui/When";
import type { RefreshToken } from "./api";
import type { TokenText } from "./text";

/** What a row shows of a refresh token. */
export function tokenColumns(text: TokenText): Column<RefreshToken>[] {
  const t = text.tokens;
  return [
    {
      key: "name",
      header: t.name,
      cell: (item) => <span className="cell-name"><CellText text={item.biz_id} isStrong /><small className="mono nowrap">{item.rt}</small></span>,
    },
    {
      key: "owner",
      header: t.owner,
      cell: (item) => (
        <span className="cell-name">
          {item.email ? <CellText text={item.email} /> : <span className="faint">{t.unknownOwner}</span>}
          {item.type && <small>{item.type}</small>}
        </span>
      ),
    },
    { key: "state", header: text.common.status, cell: (item) => <State item={item} t={t} /> },
    { key: "result", header: t.result, cell: (item) => <Result item={item} t={t} />, wideOnly: true },
    {
      key: "expires",
      header: t.expires,
      cell: (item) => (item.expires_at ? <When seconds={Date.parse(item.expires_at) / 1000} /> : <span className="faint">{t.none}</span>),
      wideOnly: true,
    },
    { key: "tag", header: t.tag, cell: (item) => <CellText text={item.tag} />, widestOnly: true },
  ];
}

function State({ item, t }: { item: RefreshToken; t: TokenText["tokens"] }) {
  if (!item.is_readable) return <Chip tone="bad">{t.unreadable}</Chip>;
  return (
    <span className="chips">
      <Chip tone={item.enabled ? "good" : "plain"}>{item.enabled ? t.scheduled : t.unscheduled}</Chip>
      {item.lends && <Chip>{t.serves}</Chip>}
    </span>
  );
}

function Result({ item, t }: { item: RefreshToken; t: TokenText["tokens"] }) {
  if (!item.refresh_result) return <span className="faint">{t.never}</span>;
  const isGood = item.refresh_result === "ok";
  return (
    <span className="cell-name">
      <Chip tone={isGood ? "good" : "bad"}>{isGood ? t.ok : t.failed}</Chip>
      <small>
        {isGood && item.last_refresh_time ? <When seconds={Date.parse(item.last_refresh_time) / 1000} /> : <CellText text={isGood ? "" : item.refresh_result} />}
      </small>
    </span>
  );
}
