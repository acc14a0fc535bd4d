/** How a build ended, as `spawnSync` tells it. */
export type Ended = {
	readonly signal: string | null;
	readonly error?: Error | undefined;
	readonly stdout: string;
	readonly stderr: string;
};

// colours of a terminal
// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/g;
const said = ({ stderr, stdout }: Ended): string[] =>
	`${stderr}\n${stdout}`
		.replaceAll(colours, '')
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');

/** Warnings come first and are many: the error is after its heading, or the first line that names one. */
function errorIn(lines: readonly string[]): string | undefined {
	const heading = lines.findIndex((line) => /error during build:?$/i.test(line));
	if (heading >= 0) return lines[heading + 1];
	return lines.find((line) => /\berror\b/i.test(line)) ?? lines.at(-1);
}

/** Why a build failed, in one line: what ended it, or its error with the file that it is in. */
export function reasonOf(ended: Ended): string {
	if (ended.error !== undefined) return ended.error.message;
	if (ended.signal !== null)
		return `it was ended by ${ended.signal}, as happens when the machine has too little memory`;
	const lines = said(ended);
	const error = errorIn(lines);
	if (error === undefined) return 'it gave no reason';
	const file = lines.find((line) => /^file:\s/i.test(line))?.replace(/^file:\s*/i, '');
	return file === undefined || error.includes(file) ? error : `${error} (${file})`;
}
