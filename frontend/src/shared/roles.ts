/** New API counts administrators from role 10. */
export function isAdmin(role: number | undefined): boolean {
  return (role ?? 0) >= 10;
}
