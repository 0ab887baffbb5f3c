/** A turning ring; give `label` where nothing else says that something is loading. */
export function Spinner({ size = 20, label }: { size?: number; label?: string }) {
  return (
    <span className="spinner" role={label ? "status" : undefined}>
      <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
        <circle cx="10" cy="10" r="7" opacity="0.2" />
        <path d="M17 10a7 7 0 0 0-7-7" strokeLinecap="round" />
      </svg>
      {label && <span className="visually-hidden">{label}</span>}
    </span>
  );
}
