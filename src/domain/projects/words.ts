import type { Status } from './project.ts';

type Tone = 'draft' | 'progress' | 'waiting' | 'good' | 'bad' | 'closed';

/** As a tag on a page. */
export const stages = {
	awaiting_payment: { text: 'Waiting for payment', tone: 'waiting' },
	provisioning: { text: 'Being provisioned', tone: 'progress' },
	active: { text: 'Active', tone: 'good' },
	read_only: { text: 'Read only', tone: 'waiting' },
	suspended: { text: 'Suspended', tone: 'bad' },
	closing: { text: 'Closing', tone: 'progress' },
	closed: { text: 'Closed', tone: 'closed' }
} as const satisfies Record<Status, { text: string; tone: Tone }>;

/** What a timeline says of a project's events. */
export const happenings: Readonly<Record<string, string>> = {
	'agreement.sign-service': 'Agreement signed by both sides; project made',
	'project.supply-po': 'Purchase order supplied',
	'project.accept-po': 'Purchase order accepted',
	'invoice.raise': 'Invoice issued',
	'invoice.record-payment': 'Payment recorded',
	'project.provision': 'Provisioning began',
	'project.accept-terms': 'End-user terms accepted',
	'project.add-member': 'Member added',
	'project.remove-member': 'Member removed',
	'gate.approve': 'Gate approved',
	'gate.revoke': 'Data revoked',
	'gate.waive': 'Limit set aside by a waiver',
	'gate.end-waiver': 'Waiver ended'
};
