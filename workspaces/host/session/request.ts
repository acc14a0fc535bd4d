import type { Language } from '../library.ts';

/** A cell that is to be run. */
export type Asked = {
	readonly run: string;
	readonly language: Language;
	readonly code: string;
	readonly into: string | null;
	readonly plots: 'png' | 'svg';
	/** Rows that a data frame shows by itself. */
	readonly rows: number;
};

/** A cell as its interpreter reads it. */
export function requestOf({ language, code, into, plots, rows }: Asked, token: string): string {
	if (language === 'sql') return `${JSON.stringify({ token, sql: code, rows: 200, into })}\n`;
	return `run ${token} ${String(Buffer.byteLength(code))} ${plots} ${String(rows)}\n${code}`;
}
