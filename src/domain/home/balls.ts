import type { Role } from '#domain/people/roles.ts';
import { row, type Ball } from './ball.ts';
import { workspaceBalls } from './workspace-balls.ts';

const voters: readonly Role[] = ['committee-member', 'committee-chair', 'citizen'];

/** The one table of who has the ball. A status that is not here waits for nobody. */
export const balls: readonly Ball[] = [
	row('application', 'draft', 'mine', 'Finish', 'the applicant', 5),
	row('application', 'returned', 'mine', 'Answer what was asked on', 'the applicant', 5),
	row('application', 'submitted', ['access-manager'], 'Triage', 'the access manager', 2),
	row(
		'application',
		'in_review/technical',
		['technical-reviewer'],
		'Give the technical opinion on',
		'the technical reviewer',
		5
	),
	row(
		'application',
		'in_review/privacy',
		['privacy-officer'],
		'Give the privacy opinion on',
		'the privacy officer',
		5
	),
	row(
		'application',
		'in_review/commercial',
		['commercial-manager'],
		'Give the commercial opinion on',
		'the commercial manager',
		5
	),
	row(
		'application',
		'in_review/citizens',
		['citizens-secretary'],
		'Record the citizens’ opinion on',
		'the Citizens’ Advisory Group',
		10
	),
	row('application', 'in_review/committee', voters, 'Read and vote on', 'the committee', 10),
	// applicants do not know which review is open, only that some are
	row('application', 'in_review', [], 'Wait for', 'the reviewers and the committee', 10),
	row(
		'application',
		'conditional',
		['access-manager', 'privacy-officer'],
		'Check the conditions of',
		'the access manager',
		5
	),
	row(
		'application',
		'approved_pending',
		['controller-approver'],
		'Object to, or let pass,',
		'the data controllers',
		10
	),
	row(
		'application',
		'approved',
		['commercial-manager'],
		'Draft the agreement for',
		'the commercial manager',
		2
	),
	row('agreement', 'drafting', ['commercial-manager'], 'Offer', 'the commercial manager', 2),
	row('agreement', 'offered', ['signatory'], 'Accept', 'the partner’s signatory', 5),
	row(
		'agreement',
		'negotiating',
		['commercial-manager'],
		'Answer the proposals on',
		'the commercial manager',
		5
	),
	row('agreement', 'agreed', ['signatory'], 'Sign', 'the partner’s signatory', 5),
	row(
		'agreement',
		'signed_by_partner',
		['commercial-director'],
		'Sign for the service',
		'the commercial director',
		2
	),
	row(
		'project',
		'awaiting_payment/purchase-order',
		['signatory', 'finance-contact'],
		'Supply a purchase order for',
		'the partner’s purchase order',
		5
	),
	row(
		'project',
		'awaiting_payment/acceptance',
		['finance-officer'],
		'Accept the purchase order of',
		'the finance officer',
		1
	),
	row(
		'project',
		'awaiting_payment/payment',
		['finance-officer'],
		'Record the payment of',
		'the partner’s payment',
		20
	),
	row('project', 'active/terms', 'mine', 'Accept the terms of use of', 'you', 1),
	...workspaceBalls,
	row('output', 'draft', 'mine', 'Finish and submit', 'the researcher', 5),
	row('output', 'changes_requested', 'mine', 'Change and send again', 'the researcher', 5),
	...['submitted', 'checking'].map((status) =>
		row(
			'output',
			`${status}/lead`,
			['privacy-officer'],
			'Answer the checkers’ question on',
			'the information governance lead',
			2
		)
	),
	row('output', 'submitted/checkers', ['output-checker'], 'Check', 'the output checkers', 5),
	row('output', 'checking/checkers', ['output-checker'], 'Check', 'the second output checker', 5),
	row('regular', 'proposed', ['output-checker'], 'Decide on', 'the output checkers', 5),
	row('regular', 'in_force/failed', 'mine', 'Look at the failed run of', 'the researcher', 5),
	row('publication', 'draft', 'mine', 'Finish and send', 'its authors', 5),
	row('publication', 'returned', 'mine', 'Change and send again', 'its authors', 5),
	row(
		'publication',
		'submitted',
		['output-checker', 'data-manager'],
		'Decide on',
		'an output checker or data manager',
		5
	)
];
