import type { IconProps } from "../shared/ui/icons";

/** A friendly face. It stands apart from the other icons, which the chat page loads first, too. */
export function AssistantIcon({ size = 20 }: IconProps) {
  return (
    <svg
      className="icon" width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false"
    >
      <path d="M10 5V2.500M5.500 5h9A2.500 2.500 0 0 1 17 7.500v6a2.500 2.500 0 0 1-2.500 2.500h-9A2.500 2.500 0 0 1 3 13.500v-6A2.500 2.500 0 0 1 5.500 5zM7.500 9v1M12.500 9v1M7.500 13h5" />
    </svg>
  );
}
