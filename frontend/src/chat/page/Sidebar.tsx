import { useChatWords } from "../text";
import { IconButton } from "../../shared/ui/Button";
import { NewChatIcon, SearchIcon, SidebarIcon } from "../../shared/ui/icons";
import { AccountMenu } from "../settings/AccountMenu";
import { ConversationList } from "../list/ConversationList";
import { logoHeight, siteLogo, siteName } from "../../shared/site";

interface SidebarProps {
  isOpen: boolean;
  openId: string | null;
  onGo: (id: string | null) => void;
  onSearch: () => void;
  onClose: () => void;
  onShowShortcuts: () => void;
}

/** New chat, search, the conversations by date, and the account at the foot. */
export function Sidebar({ isOpen, openId, onGo, onSearch, onClose, onShowShortcuts }: SidebarProps) {
  const t = useChatWords();
  return (
    <aside className="sidebar" aria-label={t.conversations} hidden={!isOpen}>
      <div className="sidebar-head">
        <span className="sidebar-name">{siteLogo && <img src={siteLogo} alt="" height={logoHeight} />}{siteName}</span>
        <IconButton icon={SidebarIcon} label={t.closeSidebar} onClick={onClose} />
      </div>
      <div className="sidebar-tools">
        <button type="button" className="sidebar-new" onClick={() => onGo(null)}>
          <NewChatIcon size={18} />
          {t.newChat}
        </button>
        <button type="button" className="sidebar-new" onClick={onSearch}>
          <SearchIcon size={18} />
          {t.searchChats}
        </button>
      </div>
      <ConversationList openId={openId} onGo={onGo} />
      <AccountMenu onShowShortcuts={onShowShortcuts} />
    </aside>
  );
}
