/** One answer of Radios or Checkboxes. */
export type Option = {
	readonly value: string;
	readonly label: string;
	readonly hint?: string | undefined;
	readonly disabled?: boolean;
	/** While chosen, show the `reveal` snippet for this value under the answer. */
	readonly reveals?: boolean;
};

export const optionsOf = (options: readonly (string | Option)[]): Option[] =>
	options.map((one) => (typeof one === 'string' ? { value: one, label: one } : one));
