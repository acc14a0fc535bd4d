import { claimFrom } from '#domain/disclosure/masked/claim.ts';
import type { Scanned } from '#platform/host.server.ts';
import { Problem } from '#platform/problems.ts';
import { noContext } from './context.ts';
import type { Answer, Kind, Prepared, Verdict } from './file.ts';
import { needsEvidence, previewOf } from './scanned.ts';
import { held, reached, type Ask, type Tools } from './work-out.server.ts';

type Sent = {
	readonly name: string;
	readonly bytes: Uint8Array;
	/** The control that its author says was applied; "none" or words that `claimFrom` reads. */
	readonly claim: string;
};

/**
 * A file that somebody made elsewhere, scanned by the host in a limited process of its own; only what
 * the scanner made of it is kept, and may leave. Its figures are never better than "needs evidence".
 * @throws Problem 409 in the scanner's words when nothing of the file may leave.
 */
export async function fromUpload(
	{ host, objects }: Pick<Tools, 'host' | 'objects'>,
	{ name, bytes, claim }: Sent,
	ask: Pick<Ask, 'who' | 'project' | 'request'>
): Promise<{ readonly made: Prepared; readonly cleanName: string }> {
	const claimed = claimFrom(claim);
	const sent = { ...held(ask), name, bytes };
	const scan = await reached(host.scan(claimed === null ? sent : { ...sent, claimed }));
	if (scan.clean === null) throw new Problem(409, refusal(scan));
	const kind = kindOf(scan);
	const sha256 = await objects.put(scan.clean);
	const original = await objects.put(bytes);
	const made: Prepared = {
		kind,
		media: scan.media.split(';', 1)[0] ?? scan.media,
		original: original === sha256 ? null : { name: name.slice(-255), sha256: original },
		context: { ...noContext, claim },
		sql: '',
		specification: null,
		control: 'none',
		...judged(scan, kind),
		sha256,
		bytes: scan.clean.length,
		evidence: null
	};
	return { made, cleanName: scan.cleanName };
}

/** A model or survival table is told by the columns that the scanner saw, whatever its name says. */
function kindOf({ kind, model }: Scanned): Kind {
	if (kind !== 'table') return kind;
	return model === undefined ? 'csv' : model.shape === 'survival' ? 'survival' : 'model';
}

const figures: readonly Kind[] = ['csv', 'model', 'survival', 'document', 'notebook'];

function judged(scan: Scanned, kind: Kind): { answer: Answer; verdict: Verdict } {
	const bare = figures.includes(kind);
	const told = scan.findings.some(({ rule }) => rule === 'needs-evidence');
	return {
		answer: {
			kind: 'file',
			reason: bare ? 'We did not compute these figures.' : '',
			findings: bare && !told ? [...scan.findings, needsEvidence] : scan.findings,
			preview: previewOf(scan),
			format: scan.format,
			remedies: scan.model?.remedies.map(({ remedy }) => remedy) ?? [],
			...(scan.preview.text === undefined ? {} : { text: scan.preview.text })
		},
		verdict: bare && scan.verdict === 'pass' ? 'review' : scan.verdict
	};
}

function refusal({ format, findings }: Scanned): string {
	const worst = findings.find(({ level }) => level === 'fail') ?? findings[0];
	return worst === undefined
		? `Nothing of this file may leave (${format}). Send its figures as a CSV file.`
		: `${worst.message} ${worst.remedy}`;
}
