/** Where an extract stands between being asked for and being used (deidentification.md §6). */
export const statuses = [
	'draft',
	'run',
	'scanned',
	'blocked',
	'assessed',
	'approved_by_data_manager',
	'approved_by_ig',
	'released',
	'superseded',
	'revoked',
	'destroyed'
] as const;
export type Status = (typeof statuses)[number];

/** As people read it, after "These data …". */
export const statusNames = {
	draft: 'are asked for',
	run: 'are being made',
	scanned: 'were searched for identifiers',
	blocked: 'are blocked',
	assessed: 'are ready to be judged',
	approved_by_data_manager: 'were approved by a data manager',
	approved_by_ig: 'were approved by a privacy officer',
	released: 'are in use',
	superseded: 'were followed by newer ones',
	revoked: 'were revoked',
	destroyed: 'were destroyed'
} as const satisfies Record<Status, string>;

type Move = { readonly from: readonly Status[]; readonly to: Status };

/**
 * Every way a gate can move. The database makes these moves itself, out of the steps, the report and
 * the approvals, and refuses any other (table `gate_move`): the two must agree.
 */
export const moves = {
	begin: { from: ['draft', 'blocked'], to: 'run' },
	scan: { from: ['run'], to: 'scanned' },
	refuse: { from: ['run'], to: 'blocked' },
	block: { from: ['scanned', 'assessed', 'approved_by_data_manager'], to: 'blocked' },
	assess: { from: ['scanned', 'blocked', 'approved_by_data_manager'], to: 'assessed' },
	'approve-data-manager': { from: ['assessed'], to: 'approved_by_data_manager' },
	'approve-ig': { from: ['approved_by_data_manager'], to: 'approved_by_ig' },
	release: { from: ['approved_by_ig'], to: 'released' },
	supersede: { from: ['released'], to: 'superseded' },
	revoke: { from: ['released', 'superseded'], to: 'revoked' },
	destroy: { from: ['released', 'superseded', 'revoked'], to: 'destroyed' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

/** Whether the move can be made from here. */
export const can = (status: Status, name: MoveName): boolean =>
	(moves[name].from as readonly Status[]).includes(status);
