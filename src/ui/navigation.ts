/** One place to go, as the root layout's `load` lists them for this person's roles. */
export type Destination = {
	readonly href: string;
	readonly label: string;
	readonly current: boolean;
};
