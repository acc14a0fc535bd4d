import type { FileKind } from '#domain/disclosure/findings.ts';

/** What a text is by the end of its name, when its letters do not say. */
export const endings: Readonly<Record<string, FileKind>> = {
	...{
		sql: 'code',
		r: 'code',
		py: 'code',
		do: 'code',
		ado: 'code',
		sas: 'code',
		sh: 'code',
		jl: 'code'
	},
	...{
		stan: 'code',
		rmd: 'code',
		qmd: 'code',
		yaml: 'code',
		yml: 'code',
		toml: 'code',
		sps: 'code'
	},
	...{ log: 'log', lst: 'log', out: 'log', smcl: 'log', err: 'log' },
	...{ md: 'text', txt: 'text', rst: 'text', tex: 'text', bib: 'text' },
	...{ csv: 'table', tsv: 'table', tab: 'table' }
};

export const endingOf = (name: string): string =>
	/\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Whether nearly every line has as many cells as the first, two or more, and no line looks like code. */
export function isTable(text: string): boolean {
	const lines = text
		.slice(0, 200_000)
		.split(/\r\n|\r|\n/)
		.filter((line) => line.trim() !== '');
	if (lines.length < 3) return false;
	return [',', ';', '\t'].some((separator) => {
		const counts = lines
			.slice(0, 500)
			.map((line) => line.replaceAll(/"[^"]*"/g, '').split(separator).length);
		const [first = 1] = counts;
		return (
			first >= 2 &&
			counts.filter((count) => count === first).length >= counts.length * 0.9 &&
			!lines
				.slice(0, 500)
				.some((line) => /[{}]|\b(select|from|import|library|def|function)\b|<-|==|:=/i.test(line))
		);
	});
}
