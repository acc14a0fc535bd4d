/** What a vote says of a file. */
export const choices = ['approve', 'changes', 'reject'] as const;
export type Choice = (typeof choices)[number];
