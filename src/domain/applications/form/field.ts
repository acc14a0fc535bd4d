/** One question. `needed` is the sentence shown when it must be answered and is not. */
type Base = {
	readonly name: string;
	readonly label: string;
	readonly hint?: string;
	readonly example?: string;
	/** Present: asked for when the application is sent. A draft may be saved without it. */
	readonly needed?: string;
};

export type Field = Base &
	(
		| { readonly kind: 'text'; readonly max: number }
		/** Several lines; `words` limits them when the application is sent, `max` characters always. */
		| {
				readonly kind: 'long';
				readonly max: number;
				readonly rows: number;
				readonly words?: number;
		  }
		| {
				readonly kind: 'whole';
				readonly least: number;
				readonly most: number;
				readonly unit: string;
		  }
		| { readonly kind: 'day' }
		| { readonly kind: 'choice'; readonly options: Readonly<Record<string, string>> }
		/** Answered from what the service offers: the catalogue, the vocabulary, the organisation. */
		| { readonly kind: 'datasets' | 'columns' | 'cohort' | 'signatory' | 'members' }
	);

export type Section = {
	readonly code: string;
	readonly title: string;
	readonly intro: string;
	readonly fields: readonly Field[];
};

export type Form = { readonly version: number; readonly sections: readonly Section[] };

/** What the fields that choose from the service's own lists choose from. */
export type Lists = {
	readonly datasets: readonly {
		readonly code: string;
		readonly name: string;
		readonly description: string;
	}[];
	/** "table.column" */
	readonly columns: readonly {
		readonly dataset: string;
		readonly table: string;
		readonly name: string;
	}[];
	readonly conditions: readonly { readonly id: number; readonly name: string }[];
	/** Names of drugs and measurements, for the criteria of a cohort. */
	readonly others?: readonly { readonly id: number; readonly name: string }[];
	readonly boards: readonly { readonly code: string; readonly name: string }[];
	/** People who sign for the organisation that applies. */
	readonly signatories: readonly { readonly id: string; readonly name: string }[];
};

/** As people count them: runs of characters between white space. */
export const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;
