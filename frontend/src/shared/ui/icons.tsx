import type { ReactNode } from "react";

/** An inline icon on a 20 × 20 grid, drawn in the text colour and hidden from screen readers. */
export interface IconProps {
  size?: number;
}

export type Icon = (props: IconProps) => JSX.Element;

function draw(shape: ReactNode): Icon {
  return function DrawnIcon({ size = 20 }: IconProps) {
    return (
      <svg
        className="icon"
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {shape}
      </svg>
    );
  };
}

const line = (d: string) => draw(<path d={d} />);

export const PlusIcon = line("M10 4v12M4 10h12");
export const CloseIcon = line("M5 5l10 10M15 5L5 15");
export const CheckIcon = line("M4 10.5l4 4 8-9");
export const ChevronDownIcon = line("M5.5 8l4.5 4.5L14.5 8");
export const ChevronUpIcon = line("M5.5 12L10 7.5l4.5 4.5");
export const ChevronLeftIcon = line("M12 5.5L7.5 10l4.5 4.5");
export const ChevronRightIcon = line("M8 5.5l4.5 4.5L8 14.5");
export const ArrowUpIcon = line("M10 16V4.5M5 9.5l5-5 5 5");
export const ArrowDownIcon = line("M10 4v11.5M5 10.5l5 5 5-5");
export const ArrowLeftIcon = line("M16 10H4.5M9.5 5l-5 5 5 5");
export const RefreshIcon = line("M16 10a6 6 0 1 1-1.8-4.3L16 7.5M16 3.5v4h-4");
export const EditIcon = line("M12.5 4.5l3 3L7 16H4v-3zM11 6l3 3");
export const NewChatIcon = line("M9 4H5.5A1.5 1.5 0 0 0 4 5.5v9A1.5 1.5 0 0 0 5.5 16h9a1.5 1.5 0 0 0 1.5-1.5V11M14.5 3.5l2 2L10 12H8v-2z");
export const TrashIcon = line("M3.5 5.5h13M8 5.5V4a.8.8 0 0 1 .8-.8h2.4A.8.8 0 0 1 12 4v1.5M5 5.5l.7 10a1.2 1.2 0 0 0 1.2 1.2h6.2a1.2 1.2 0 0 0 1.2-1.2l.7-10M8.2 9v4.5M11.8 9v4.5");
export const PinIcon = line("M7.5 3.5h5l-.6 5 2.6 2.5h-9l2.6-2.5zM10 11v5.5");
export const FolderIcon = line("M3 6a1.5 1.5 0 0 1 1.5-1.5H8l1.5 2h6A1.5 1.5 0 0 1 17 8v6.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 14.5z");
export const CopyIcon = draw(
  <>
    <rect x="7" y="7" width="9.5" height="9.5" rx="2" />
    <path d="M4.8 13A1.5 1.5 0 0 1 3.5 11.5v-6a2 2 0 0 1 2-2h6A1.5 1.5 0 0 1 13 4.8" />
  </>,
);
export const SearchIcon = draw(
  <>
    <circle cx="9" cy="9" r="5.2" />
    <path d="M13 13l3.5 3.5" />
  </>,
);
export const MoreIcon = draw(
  <g fill="currentColor" stroke="none">
    <circle cx="4.5" cy="10" r="1.5" />
    <circle cx="10" cy="10" r="1.5" />
    <circle cx="15.5" cy="10" r="1.5" />
  </g>,
);
export const SidebarIcon = draw(
  <>
    <rect x="3" y="4" width="14" height="12" rx="2.5" />
    <path d="M8 4v12" />
  </>,
);
export const ListIcon = line("M7.500 5h9M7.500 10h9M7.500 15h9M3.500 5v.01M3.500 10v.01M3.500 15v.01");
export const MenuIcon = line("M3.5 6.5h13M3.5 13.5h13");
export const StopIcon = draw(<rect x="5.5" y="5.5" width="9" height="9" rx="1.5" fill="currentColor" stroke="none" />);
export const PlayIcon = draw(<path d="M7 5l8 5-8 5z" fill="currentColor" stroke="none" />);
export const SettingsIcon = draw(
  <>
    <path d="M3 6h8M15 6h2M3 14h2M9 14h8" />
    <circle cx="13" cy="6" r="2" />
    <circle cx="7" cy="14" r="2" />
  </>,
);
export const SunIcon = draw(
  <>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7L6 6M14 14l1.3 1.3M15.3 4.7L14 6M6 14l-1.3 1.3" />
  </>,
);
export const MoonIcon = line("M16.5 11.6A6.8 6.8 0 1 1 8.4 3.5a5.4 5.4 0 0 0 8.1 8.1z");
export const ScreenIcon = draw(
  <>
    <rect x="3" y="4" width="14" height="9.5" rx="1.5" />
    <path d="M7.5 16.5h5M10 13.5v3" />
  </>,
);
export const GlobeIcon = draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M3 10h14M10 3c2.2 2 3.2 4.3 3.2 7s-1 5-3.2 7c-2.2-2-3.2-4.3-3.2-7S7.8 5 10 3z" />
  </>,
);
export const SignOutIcon = line("M8 16.5H5.5A1.5 1.5 0 0 1 4 15V5a1.5 1.5 0 0 1 1.5-1.5H8M12.5 13.5L16 10l-3.5-3.5M16 10H8");
export const ShieldIcon = line("M10 3l5.5 2v4.5c0 3.5-2.3 6-5.5 7.5-3.2-1.5-5.5-4-5.5-7.5V5z");
export const UserIcon = draw(
  <>
    <circle cx="10" cy="7" r="3.2" />
    <path d="M3.8 16.5c.8-3 3.2-4.5 6.2-4.5s5.4 1.5 6.2 4.5" />
  </>,
);
export const UsersIcon = draw(
  <>
    <circle cx="7.5" cy="7.5" r="2.8" />
    <path d="M2.5 16c.6-2.6 2.5-4 5-4s4.4 1.4 5 4M12.5 4.9a2.8 2.8 0 0 1 0 5.2M14.5 12.4c1.5.6 2.6 1.8 3 3.6" />
  </>,
);
export const ServerIcon = draw(
  <>
    <rect x="3" y="3.5" width="14" height="5.5" rx="1.5" />
    <rect x="3" y="11" width="14" height="5.5" rx="1.5" />
    <path d="M6 6.250h.01M6 13.750h.01" />
  </>,
);
export const ShareIcon = line("M10 12.5V3m0 0L6.5 6.5M10 3l3.5 3.5M4 11v5.5h12V11");
export const LinkIcon = line("M8.5 11.5a3 3 0 0 0 4.2.2l2.6-2.6a3 3 0 0 0-4.2-4.2l-.9.9M11.5 8.5a3 3 0 0 0-4.2-.2L4.7 10.9a3 3 0 0 0 4.2 4.2l.9-.9");
export const PackageIcon = line("M10 3l6.5 3.4v7.2L10 17l-6.5-3.4V6.4zM3.5 6.4L10 10l6.5-3.6M10 10v7");
export const PriceIcon = line("M10 3.500v13M13.500 6.500c-.6-1.200-1.900-1.800-3.500-1.800-2 0-3.500 1-3.500 2.600 0 3.600 7.200 1.800 7.200 5.400 0 1.600-1.600 2.600-3.700 2.600-1.700 0-3.100-.7-3.700-2");
export const GaugeIcon = line("M4.5 15a7 7 0 1 1 11 0M10 11.5l3-4M10 12.5a.7.7 0 1 0 0-1.4.7.7 0 0 0 0 1.4z");
export const ChartIcon = line("M3.5 16.5h13M6 13.500v-4M10 13.500v-8M14 13.500v-6");
export const AttachIcon = line("M15.500 9.500l-5.300 5.300a3.400 3.400 0 0 1-4.800-4.800l5.700-5.700a2.300 2.300 0 0 1 3.200 3.200L8.700 13a1.100 1.100 0 0 1-1.600-1.600l4.900-4.900");
export const FileIcon = line("M6 3h5.500L15.500 7v9.500H6a1.500 1.500 0 0 1-1.500-1.500V4.500A1.500 1.500 0 0 1 6 3M11 3v4.500h4.500");
export const WarningIcon = line("M10 3.5l7 12.5H3zM10 8v3.5M10 13.8v.01");
export const InfoIcon = draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 9.3v4M10 6.7v.01" />
  </>,
);
export const ClockIcon = draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 6v4.2l2.8 1.8" />
  </>,
);
export const KeyIcon = line("M12.7 9.8a3.3 3.3 0 1 0-3-2L3.5 14v2.5H6V15h1.5v-1.5H9l1.3-1.3");
export const ArchiveIcon = line("M3.5 4h13v3.5h-13zM4.5 7.5V15A1.5 1.5 0 0 0 6 16.5h8a1.5 1.5 0 0 0 1.5-1.5V7.5M8 10.5h4");
export const UnarchiveIcon = line("M3.5 4h13v3.5h-13zM4.5 7.5V15A1.5 1.5 0 0 0 6 16.5h8a1.5 1.5 0 0 0 1.5-1.5V7.5M10 14v-4M8 11.8l2-2 2 2");
export const ThoughtIcon = line("M10 3.5c-3.6 0-6.5 2.3-6.5 5.2 0 1.8 1.1 3.3 2.7 4.2L5.5 16l3.3-2.2c.4.1.8.1 1.2.1 3.6 0 6.5-2.3 6.5-5.2S13.6 3.5 10 3.5zM7 8.8h.01M10 8.8h.01M13 8.8h.01");
export const ExternalIcon = line("M11.5 4H16v4.5M16 4l-6.5 6.5M8 5H5.5A1.5 1.5 0 0 0 4 6.5v8A1.5 1.5 0 0 0 5.5 16h8a1.5 1.5 0 0 0 1.5-1.5V12");
export const DownloadIcon = line("M10 3.5v9M6 9l4 4 4-4M4 16.5h12");
export const WrapIcon = line("M3.5 5h13M3.5 10h10.2a2.6 2.6 0 0 1 0 5.2H10M12 13l-2.2 2.2L12 17.4M3.5 15h3");
