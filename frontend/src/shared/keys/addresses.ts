/** Addresses as they are typed: one on each line, an IP address or a range in CIDR notation. */
export function addressLines(typed: string): string[] {
  return typed.split("\n").map((line) => line.trim()).filter(Boolean);
}

/** The first line that is neither an address nor a range, counted from 1; null when all are. */
export function badAddressLine(typed: string): number | null {
  const at = typed.split("\n").findIndex((line) => line.trim() !== "" && !isRange(line.trim()));
  return at < 0 ? null : at + 1;
}

function isRange(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  if (rest.length > 0) return false;
  const most = isV4(address) ? 32 : isV6(address) ? 128 : null;
  if (most === null) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= most);
}

function isV4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** The URL parser knows all ways to write one (RFC 4291, section 2.2). */
function isV6(text: string): boolean {
  if (!/^[0-9a-f:.]+$/i.test(text) || !text.includes(":")) return false;
  try {
    return Boolean(new URL(`http://[${text}]/`));
  } catch {
    return false;
  }
}
