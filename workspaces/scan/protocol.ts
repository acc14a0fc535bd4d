import { ClaimSchema, type Claim } from '#domain/disclosure/masked/claim.ts';
import { fileKinds, type Scanned } from '#domain/disclosure/findings.ts';
import { modelRemedies, shapes } from '#domain/disclosure/models/remedies.ts';
import { PolicySchema, type Policy } from '#domain/disclosure/policy.ts';
import * as v from 'valibot';

/** What is asked of the child: one file, and what it is held against. */
export type Ask = {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly policy: Policy;
	readonly claimed?: Claim | null | undefined;
};

const Head = v.object({
	name: v.string(),
	policy: PolicySchema,
	claimed: v.nullable(ClaimSchema)
});

const words = (most: number) => v.pipe(v.string(), v.maxLength(most));
const Answer = v.strictObject({
	kind: v.picklist(fileKinds),
	format: words(200),
	verdict: v.picklist(['pass', 'review', 'fail']),
	findings: v.pipe(
		v.array(
			v.strictObject({
				rule: words(100),
				level: v.picklist(['fail', 'review']),
				where: words(600),
				message: words(2000),
				remedy: words(2000)
			})
		),
		v.maxLength(500)
	),
	media: v.pipe(v.string(), v.regex(/^[a-z]+\/[a-z0-9.+-]+(; charset=utf-8)?$/)),
	clean: v.boolean(),
	cleanName: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,150}$/)),
	tables: v.pipe(
		v.array(v.strictObject({ name: words(400), rows: v.array(v.array(words(600))) })),
		v.maxLength(50)
	),
	preview: v.strictObject({ text: v.exactOptional(words(100_000)) }),
	model: v.exactOptional(
		v.strictObject({
			shape: v.picklist(shapes),
			remedies: v.pipe(
				v.array(
					v.strictObject({
						remedy: v.picklist(modelRemedies),
						rows: v.pipe(
							v.array(v.pipe(v.array(words(32_767)), v.maxLength(200))),
							v.maxLength(1000)
						)
					})
				),
				v.maxLength(3)
			)
		})
	)
});

/** A line of JSON, then bytes as they are. */
const framed = (head: object, bytes: Uint8Array): Uint8Array =>
	Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]);

function opened(message: Uint8Array): { head: unknown; bytes: Uint8Array } {
	const end = message.indexOf(10);
	if (end < 0) throw new Error('The message has no end.');
	const head: unknown = JSON.parse(Buffer.from(message.subarray(0, end)).toString());
	return { head, bytes: message.subarray(end + 1) };
}

export const askMessage = ({ name, bytes, policy, claimed }: Ask): Uint8Array =>
	framed({ name, policy, claimed: claimed ?? null }, bytes);

export function readAsk(message: Uint8Array) {
	const { head, bytes } = opened(message);
	return { ...v.parse(Head, head), bytes };
}

export const answerMessage = ({ clean, ...answer }: Scanned): Uint8Array =>
	framed({ ...answer, clean: clean !== null }, clean ?? new Uint8Array());

/**
 * What a child answered, believed only as far as its shape goes: the child read a hostile file.
 * @throws when it is not an answer.
 */
export function readAnswer(message: Uint8Array): Scanned {
	const { head, bytes } = opened(message);
	const { clean, ...answer } = v.parse(Answer, head);
	return { ...answer, clean: clean ? new Uint8Array(bytes) : null };
}
