/** The roles that processes connect as (migration 0009); `owner` migrates and creates queues. */
export const processRoles = ['portal', 'worker', 'vault', 'host'] as const;
export type ProcessRole = (typeof processRoles)[number];
