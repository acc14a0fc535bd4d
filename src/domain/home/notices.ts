const words: Readonly<Record<string, (title: string) => string>> = {
	'output.released': (title) => `“${title}” is released, signed and ready to download`,
	'output.revoked': (title) =>
		`“${title}” was revoked: please delete what you fetched, and tell who has it from you`,
	'output.returned': (title) => `The checkers ask for changes to “${title}”`,
	'output.rejected': (title) => `“${title}” was rejected`,
	'output.claim-taken': (title) =>
		`Your claim on “${title}” ran out, and another checker took it up`,
	'regular.failed': (title) =>
		`A regular run of “${title}” gave no table: see why, and have it tried again`,
	'project.ends-60': (title) => title,
	'project.ends-30': (title) => title,
	'project.ends-7': (title) => title,
	'regular.desk': (title) => `“${title}” did not pass by itself: two checkers look at it`
};

const pages = {
	output: '/outputs/',
	regular: '/outputs/regular/',
	workspace: '/workspaces/',
	project: '/projects/'
} as const;

/** A notice in words, with the page it is about. */
export const noticeView = (notice: {
	readonly id: string;
	readonly kind: string;
	readonly subjectKind: keyof typeof pages;
	readonly subjectId: string;
	readonly title: string;
	readonly at: Temporal.Instant;
}) => ({
	id: notice.id,
	words: words[notice.kind]?.(notice.title) ?? notice.title,
	href: `${pages[notice.subjectKind]}${notice.subjectId}`,
	urgent: notice.kind === 'output.revoked' || notice.kind === 'project.ends-7',
	at: notice.at.toString()
});
