import type { Icon } from "../shared/ui/icons";
import { ChartIcon, ClockIcon, GaugeIcon, KeyIcon, LinkIcon, PackageIcon, ServerIcon, UsersIcon } from "../shared/ui/icons";
import { Accounts } from "./accounts/Page";
import { Audit } from "./audit/Page";
import { Bindings } from "./bindings/Page";
import { Keys } from "./keys/Page";
import { Members } from "./members/Page";
import { Overview } from "./overview/Page";
import { Packages } from "./packages/Page";
import { Usage } from "./usage/Page";

interface AdminPage {
  path: string;
  name: "overview" | "members" | "accounts" | "bindings" | "packages" | "keys" | "usage" | "audit";
  icon: Icon;
  Page: () => JSX.Element;
}

/** The pages of the panel, in the order of the navigation. */
export const pages: readonly AdminPage[] = [
  { path: "/admin", name: "overview", icon: GaugeIcon, Page: Overview },
  { path: "/admin/members", name: "members", icon: UsersIcon, Page: Members },
  { path: "/admin/accounts", name: "accounts", icon: ServerIcon, Page: Accounts },
  { path: "/admin/bindings", name: "bindings", icon: LinkIcon, Page: Bindings },
  { path: "/admin/packages", name: "packages", icon: PackageIcon, Page: Packages },
  { path: "/admin/keys", name: "keys", icon: KeyIcon, Page: Keys },
  { path: "/admin/usage", name: "usage", icon: ChartIcon, Page: Usage },
  { path: "/admin/audit", name: "audit", icon: ClockIcon, Page: Audit },
];
