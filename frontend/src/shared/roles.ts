/** The roles as New API counts them. */
export const Role = { member: 1, admin: 10, root: 100 } as const;

export function isAdmin(role: number | undefined): boolean {
  return (role ?? 0) >= Role.admin;
}
