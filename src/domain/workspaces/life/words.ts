/** What the timeline of a workspace says of its events; steps of an extract are on the page of its data. */
export const happenings: Readonly<Record<string, string>> = {
	'workspace.retry': 'The extract was made again',
	'workspace.set-rules': 'The rules of the extract were set',
	'gate.approve': 'Data were approved at the gate',
	'gate.waive': 'A limit was waived',
	'gate.end-waiver': 'A waiver was ended',
	'gate.revoke': 'Data were revoked',
	'gate.sign': 'The data’s manifest was signed',
	'refresh.ask': 'New data were asked for',
	'refresh.retry': 'New data were made again',
	'refresh.drop': 'New data were given up',
	'workspace.make-read-only': 'Made read-only',
	'workspace.suspend': 'Suspended',
	'workspace.resume': 'Taken up again',
	'workspace.withdraw': 'Data were withdrawn',
	'workspace.archive': 'Archived',
	'workspace.revive': 'Brought back from the archive, with the same bytes',
	'workspace.ask-destruction': 'Destruction was asked for',
	'workspace.confirm-destruction': 'Destruction was confirmed',
	'workspace.destroy': 'Destroyed, with a certificate'
};

/** What each change is called on its button, and what it does. */
export const changeWords = {
	'workspace.make-read-only': {
		title: 'Make read-only',
		does: 'Nothing can be run any more. Outputs that were asked for are still decided.'
	},
	'workspace.suspend': {
		title: 'Suspend',
		does: 'What runs there stops at once, and nobody can begin anything.'
	},
	'workspace.resume': { title: 'Take up again', does: 'Members can work in it again.' }
} as const;

/** What each move is called before it is made. */
export const moveWords: Readonly<Record<string, string>> = {
	'workspace.make-read-only': 'Make it read-only',
	'workspace.suspend': 'Suspend it',
	'workspace.resume': 'Take it up again',
	'workspace.withdraw': 'Withdraw its data',
	'workspace.archive': 'Archive it',
	'workspace.revive': 'Bring it back, with the same bytes',
	'workspace.destroy': 'Destroy it, with a certificate'
};
