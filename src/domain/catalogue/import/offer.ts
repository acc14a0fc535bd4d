import * as v from 'valibot';
import { purposes } from '../cohort.ts';

const text = v.string();
const day = v.pipe(text, v.isoDate());

const Column = v.object({
	name: text,
	type: text,
	class: v.pipe(text, v.regex(/^C(0[1-9]|1[0-9]|2[0-4])$/)),
	description: text
});
const Table = v.object({
	name: text,
	description: text,
	rows: v.pipe(v.number(), v.integer(), v.minValue(0)),
	columns: v.array(Column)
});
const Dataset = v.object({
	code: text,
	name: text,
	description: text,
	product: text,
	tables: v.array(Table)
});
const Concept = v.object({
	id: v.pipe(v.number(), v.integer()),
	name: text,
	domain: text,
	people: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(10)))
});
const Controller = v.object({
	code: text,
	name: text,
	kind: v.picklist(['gp-practice', 'trust', 'icb']),
	icbCode: text
});
const SignUp = v.object({
	controller: text,
	dataset: text,
	purpose: v.picklist(purposes),
	from: day,
	to: v.nullable(day)
});

/** What the vault answers to `GET /catalogue`: what is offered, to build cohorts from, and by whom. */
const Offered = v.object({
	name: text,
	version: text,
	asOf: day,
	datasets: v.array(Dataset),
	concepts: v.array(Concept),
	controllers: v.array(Controller),
	signups: v.array(SignUp)
});

export type Offered = v.InferOutput<typeof Offered>;

/** Sign-up that names a controller or a dataset nobody knows would silently count for nothing. */
function insistWhole({ datasets, controllers, signups }: Offered): void {
	const codes = new Set(controllers.map(({ code }) => code));
	const offered = new Set(datasets.map(({ code }) => code));
	for (const { controller, dataset } of signups) {
		if (!codes.has(controller))
			throw new Error(
				`The sign-up list names the controller ${controller}, which is not among the controllers; correct the list.`
			);
		if (!offered.has(dataset))
			throw new Error(
				`The sign-up list names the dataset ${dataset}, which is not in the catalogue; correct the list.`
			);
	}
}

/** @throws Error with one sentence when the answer is not a catalogue or does not fit together. */
export function readOffer(answer: unknown): Offered {
	const parsed = v.safeParse(Offered, answer);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw new Error(
			`The vault’s catalogue cannot be read at ${v.getDotPath(issue) ?? 'its start'}: ${issue.message}.`
		);
	}
	insistWhole(parsed.output);
	return parsed.output;
}
