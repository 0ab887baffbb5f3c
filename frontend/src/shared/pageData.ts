/** What the server wrote into `<script type="application/json" id="page">`; empty when there is none. */
export function pageData(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(document.getElementById("page")?.textContent ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
