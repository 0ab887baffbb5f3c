import type { IconProps } from "../shared/ui/icons";

/** A rising line. It stands apart from the other icons, which the chat page loads first, too. */
export function TrendIcon({ size = 20 }: IconProps) {
  return (
    <svg
      className="icon" width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false"
    >
      <path d="M3.5 14.500l4-4.500 3 2.500 6-7M12.500 5.500h4v4" />
    </svg>
  );
}
