import type { Assistant } from "./api";

/** Its picture, or the first letter of its name. */
export function Face({ assistant: { name, picture }, size }: { assistant: Assistant; size: number }) {
  if (picture) return <img className="assistant-face" src={picture} alt="" width={size} height={size} />;
  return (
    <svg className="assistant-face" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <text x="12" y="16.5" textAnchor="middle" fontSize="12" fill="currentColor">{[...name][0]}</text>
    </svg>
  );
}
