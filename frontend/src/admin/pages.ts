import { LazyModule } from "../shared/lazyModule";
import type { Icon } from "../shared/ui/icons";
import { ChartIcon, ClockIcon, GaugeIcon, KeyIcon, LinkIcon, PackageIcon, ServerIcon, UsersIcon } from "../shared/ui/icons";

export interface AdminPage {
  path: string;
  name: "overview" | "members" | "accounts" | "bindings" | "packages" | "keys" | "usage" | "audit";
  icon: Icon;
  code: LazyModule<{ Page: () => JSX.Element }>;
}

/** The pages of the panel, in the order of the navigation; the code and the words of each come when it is opened. */
export const pages: readonly AdminPage[] = [
  { path: "/admin", name: "overview", icon: GaugeIcon, code: new LazyModule(() => import("./overview/Page")) },
  { path: "/admin/members", name: "members", icon: UsersIcon, code: new LazyModule(() => import("./members/Page")) },
  { path: "/admin/accounts", name: "accounts", icon: ServerIcon, code: new LazyModule(() => import("./accounts/Page")) },
  { path: "/admin/bindings", name: "bindings", icon: LinkIcon, code: new LazyModule(() => import("./bindings/Page")) },
  { path: "/admin/packages", name: "packages", icon: PackageIcon, code: new LazyModule(() => import("./packages/Page")) },
  { path: "/admin/keys", name: "keys", icon: KeyIcon, code: new LazyModule(() => import("./keys/Page")) },
  { path: "/admin/usage", name: "usage", icon: ChartIcon, code: new LazyModule(() => import("./usage/Page")) },
  { path: "/admin/audit", name: "audit", icon: ClockIcon, code: new LazyModule(() => import("./audit/Page")) },
];

export function pageAt(path: string): AdminPage | undefined {
  return pages.find((page) => page.path === path);
}
