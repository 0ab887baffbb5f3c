import type { IconProps } from "../shared/ui/icons";

/** A bell. It stands apart from the other icons, which the chat page loads first, too. */
export function BellIcon({ size = 20 }: IconProps) {
  return (
    <svg
      className="icon" width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false"
    >
      <path d="M4 14.500h12l-1.500-2V9a4.500 4.500 0 0 0-9 0v3.500zM8.500 17h3M10 3v1.500" />
    </svg>
  );
}
