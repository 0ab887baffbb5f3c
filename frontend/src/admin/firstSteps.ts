/** Whether this browser has seen a test of a real account succeed; the server keeps no record of tests. */
const key = "admin.accountTested";

export function markTested(): void {
  try {
    localStorage.setItem(key, "1");
  } catch {
    // Without storage the step merely stays open.
  }
}

export function wasTested(): boolean {
  try {
    return localStorage.getItem(key) === "1";
  } catch {
    return false;
  }
}
