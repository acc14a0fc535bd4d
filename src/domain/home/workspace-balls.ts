import { row, type Ball } from './ball.ts';

/** Who has the ball while a workspace is made, refreshed, stopped and ended. */
export const workspaceBalls: readonly Ball[] = [
	row(
		'workspace',
		'provisioning/failed',
		['data-manager'],
		'Mend the failed step of',
		'the data manager',
		1
	),
	row('workspace', 'provisioning/steps', [], 'Wait for', 'the extract being made', 1),
	row(
		'workspace',
		'gate/data-manager',
		['data-manager'],
		'Look at the report and open the gate of',
		'the data manager',
		2
	),
	row(
		'workspace',
		'gate/privacy-officer',
		['privacy-officer'],
		'Look at the report and open the gate of',
		'the privacy officer',
		2
	),
	row(
		'refresh',
		'making/failed',
		['data-manager'],
		'Mend the failed step of',
		'the data manager',
		1
	),
	row('refresh', 'making/steps', [], 'Wait for', 'the new data being made', 1),
	row(
		'refresh',
		'gate/data-manager',
		['data-manager'],
		'Look at the report and open',
		'the data manager',
		2
	),
	row(
		'refresh',
		'gate/privacy-officer',
		['privacy-officer'],
		'Look at the report and open',
		'the privacy officer',
		2
	),
	row('ingress', 'waiting', ['data-manager'], 'Review', 'a data manager', 2),
	row('library', 'waiting', ['data-manager'], 'Answer', 'a data manager', 5),
	row('life', 'suspended', ['data-manager'], 'Take up again or archive', 'the data manager', 5),
	row('life', 'withdrawn', ['data-manager'], 'Make new data for', 'the data manager', 5),
	row(
		'life',
		'archived',
		['privacy-officer'],
		'Confirm the destruction of',
		'the privacy officer',
		5
	)
];
