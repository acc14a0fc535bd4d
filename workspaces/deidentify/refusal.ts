/** Why a run may not go on. The code is for programs, the message is one sentence for people. */
export type RefusalCode =
	| 'UNCLASSIFIED_COLUMN'
	| 'OPT_OUT_LIST'
	| 'VALIDATOR_CONFLICT'
	| 'EMPTY_COHORT'
	| 'IDENTIFIER_FOUND';

/** The run is refused by a rule: the gate stays shut and only a report is written. */
export class Refusal extends Error {
	readonly code: RefusalCode;

	constructor(code: RefusalCode, message: string) {
		super(message);
		this.name = 'Refusal';
		this.code = code;
	}
}

/** What was handed in cannot be used: says which file, which place, what is wrong, what to do. */
export class BadInput extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'BadInput';
	}
}
