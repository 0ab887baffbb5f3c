import type { Page } from "../../shared/api";
import { accounts } from "../accounts/api";
import { members } from "../members/api";
import type { Picked } from "../ui/Picker";

const shown = 8;

export async function findMembers(keyword: string, signal: AbortSignal): Promise<Page<Picked>> {
  const page = await members.list({ page: 1, pageSize: shown, keyword, signal });
  return { ...page, items: page.items.map((member) => ({ id: member.id, label: member.username, note: member.display_name })) };
}

export async function findAccounts(keyword: string, signal: AbortSignal): Promise<Page<Picked>> {
  const page = await accounts.list({ page: 1, pageSize: shown, keyword, signal });
  return { ...page, items: page.items.map((account) => ({ id: account.id, label: account.name, note: account.base_url })) };
}
