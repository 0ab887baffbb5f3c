import { LazyModule } from "../shared/lazyModule";
import { Role } from "../shared/roles";
import { stylesheet } from "../shared/stylesheet";
import type { Icon } from "../shared/ui/icons";
import { AssistantIcon } from "./assistantIcon";
import { BellIcon } from "./bellIcon";
import { TrendIcon } from "./trendIcon";
import { ChartIcon, ClockIcon, GaugeIcon, KeyIcon, LinkIcon, PackageIcon, PlayIcon, PriceIcon, RefreshIcon, ServerIcon, SettingsIcon, UsersIcon } from "../shared/ui/icons";

/** Set by the build: where the styles lie that one page alone needs. */
declare const PLAYGROUND_STYLES: string;
declare const STATISTICS_STYLES: string;

export interface AdminPage {
  path: string;
  name: "overview" | "alerts" | "members" | "accounts" | "bindings" | "packages" | "assistants" | "keys" | "tokens" | "prices" | "playground" | "usage" | "statistics" | "audit" | "settings";
  icon: Icon;
  /** Shown to the owner alone. */
  isOwners?: boolean;
  code: LazyModule<{ Page: () => JSX.Element }>;
}

/** The pages of the panel, in the order of the navigation; the code and the words of each come when it is opened. */
export const pages: readonly AdminPage[] = [
  { path: "/admin", name: "overview", icon: GaugeIcon, code: new LazyModule(() => import("./overview/Page")) },
  { path: "/admin/alerts", name: "alerts", icon: BellIcon, code: new LazyModule(() => import("./alerts/Page")) },
  { path: "/admin/members", name: "members", icon: UsersIcon, code: new LazyModule(() => import("./members/Page")) },
  { path: "/admin/accounts", name: "accounts", icon: ServerIcon, code: new LazyModule(() => import("./accounts/Page")) },
  { path: "/admin/bindings", name: "bindings", icon: LinkIcon, code: new LazyModule(() => import("./bindings/Page")) },
  { path: "/admin/packages", name: "packages", icon: PackageIcon, code: new LazyModule(() => import("./packages/Page")) },
  { path: "/admin/assistants", name: "assistants", icon: AssistantIcon, code: new LazyModule(() => import("./assistants/Page")) },
  { path: "/admin/keys", name: "keys", icon: KeyIcon, code: new LazyModule(() => import("./keys/Page")) },
  { path: "/admin/tokens", name: "tokens", icon: RefreshIcon, code: new LazyModule(() => import("./tokens/Page")) },
  { path: "/admin/prices", name: "prices", icon: PriceIcon, code: new LazyModule(() => import("./prices/Page")) },
  { path: "/admin/playground", name: "playground", icon: PlayIcon, code: new LazyModule(playgroundPage) },
  { path: "/admin/usage", name: "usage", icon: ChartIcon, code: new LazyModule(() => import("./usage/Page")) },
  { path: "/admin/statistics", name: "statistics", icon: TrendIcon, code: new LazyModule(statisticsPage) },
  { path: "/admin/audit", name: "audit", icon: ClockIcon, code: new LazyModule(() => import("./audit/Page")) },
  { path: "/admin/settings", name: "settings", icon: SettingsIcon, isOwners: true, code: new LazyModule(() => import("./settings/Page")) },
];

async function statisticsPage() {
  const [page] = await Promise.all([import("./statistics/Page"), stylesheet(STATISTICS_STYLES)]);
  return page;
}

async function playgroundPage() {
  const [page] = await Promise.all([import("./playground/Page"), stylesheet(PLAYGROUND_STYLES)]);
  return page;
}

/** Those that somebody with this role may open. */
export function pagesFor(role: number | undefined): readonly AdminPage[] {
  return pages.filter((page) => !page.isOwners || (role ?? 0) >= Role.root);
}

export function pageAt(path: string): AdminPage | undefined {
  return pages.find((page) => page.path === path);
}
