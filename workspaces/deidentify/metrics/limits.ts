import { limitWords, type LimitName } from '#domain/workspaces/limit-words.ts';

/** How sensitive an extract is: what its limits are (deidentification.md §6). */
export const sensitivities = ['standard', 'sensitive', 'open'] as const;
export type Sensitivity = (typeof sensitivities)[number];

export const limitNames = [
	'smallest-group',
	'alone',
	'below-threshold',
	'prosecutor-highest',
	'prosecutor-mean',
	'distinct-values',
	'even-values',
	'closeness',
	're-link',
	'rows-kept'
] as const satisfies readonly LimitName[];

type Bound = {
	/** Whether the value must not be above the bound, or not below it. */
	readonly at: 'most' | 'least';
	readonly bounds: Readonly<Record<Sensitivity, number>>;
	readonly unit: 'people' | 'share' | 'number';
};

const same = (value: number) => ({ standard: value, sensitive: value, open: value });

/** The limits of deidentification.md §6, in its order. */
export const bounds: Readonly<Record<LimitName, Bound>> = {
	'smallest-group': {
		at: 'least',
		bounds: { standard: 5, sensitive: 3, open: 11 },
		unit: 'people'
	},
	alone: {
		at: 'most',
		bounds: { standard: 0, sensitive: 0.001, open: 0 },
		unit: 'share'
	},
	'below-threshold': {
		at: 'most',
		bounds: same(0),
		unit: 'share'
	},
	'prosecutor-highest': {
		at: 'most',
		bounds: { standard: 0.2, sensitive: 0.333334, open: 0.09 },
		unit: 'share'
	},
	'prosecutor-mean': {
		at: 'most',
		bounds: { standard: 0.05, sensitive: 0.1, open: 0.03 },
		unit: 'share'
	},
	'distinct-values': {
		at: 'least',
		bounds: same(2),
		unit: 'number'
	},
	'even-values': {
		at: 'least',
		bounds: same(1.5),
		unit: 'number'
	},
	closeness: {
		at: 'most',
		bounds: same(0.5),
		unit: 'number'
	},
	're-link': {
		at: 'most',
		bounds: { standard: 0.05, sensitive: 0.2, open: 0.01 },
		unit: 'share'
	},
	'rows-kept': {
		at: 'least',
		bounds: same(0.95),
		unit: 'share'
	}
};

export type Values = Readonly<Partial<Record<LimitName, number>>>;

/** A limit that somebody of information governance set aside, until a day and for a reason. */
export type Waiver = {
	readonly limit: string;
	readonly reason: string;
	/** Last day on which it holds, ISO. */
	readonly until: string;
	readonly approver: string;
};

export type Judged = {
	readonly name: LimitName;
	readonly words: string;
	readonly value: number;
	readonly bound: number;
	readonly at: 'most' | 'least';
	readonly unit: Bound['unit'];
	readonly holds: boolean;
	/** Broken, in a preset whose limits block, and nobody has set it aside. */
	readonly blocks: boolean;
	readonly waived: boolean;
};

type Setting = {
	readonly preset: string;
	readonly sensitivity: Sensitivity;
	readonly waivers: readonly Waiver[];
	/** The day of the extract, ISO: a waiver that ended before it is none. */
	readonly at: string;
};

/** Holds every measured value against its limit. Only the preset "enhanced" lets a limit block. */
export function judgeLimits(values: Values, setting: Setting): Judged[] {
	const { preset, sensitivity, waivers, at: day } = setting;
	return limitNames.flatMap((name) => {
		const value = values[name];
		if (value === undefined) return [];
		const { at, bounds: by, unit } = bounds[name];
		const words = limitWords[name];
		const bound = by[sensitivity];
		const holds = at === 'most' ? value <= bound : value >= bound;
		const waived = !holds && waivers.some(({ limit, until }) => limit === name && until >= day);
		const blocks = !holds && preset === 'enhanced' && !waived;
		return [{ name, words, value, bound, at, unit, holds, blocks, waived }];
	});
}

const shown = (value: number, unit: Bound['unit']) =>
	unit === 'share'
		? `${String(Math.round(value * 1000) / 10)} %`
		: String(Math.round(value * 100) / 100);

/** A broken limit in a sentence. */
export const sentence = ({ words, value, bound, at, unit }: Judged): string =>
	`${words}: ${shown(value, unit)}, the limit is at ${at} ${shown(bound, unit)}.`;
