import { holds, type Actor } from '#domain/people/actor.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';

export type GateRole = 'data-manager' | 'privacy-officer';

/** The gate's verdict as the vault's report gives it. */
export type Gate = {
	readonly verdict: 'open-able' | 'shut';
	readonly reasons: readonly string[];
	readonly acknowledge: readonly string[];
};

/** Reads the gate out of a stored report; a report that cannot be read keeps the gate shut. */
export function gateOf(report: Record<string, unknown> | null): Gate {
	const gate = report?.['gate'];
	if (typeof gate !== 'object' || gate === null || !('verdict' in gate))
		return { verdict: 'shut', reasons: ['There is no report yet.'], acknowledge: [] };
	const { verdict, reasons, acknowledge } = gate as Partial<Gate>;
	return {
		verdict: verdict === 'open-able' ? 'open-able' : 'shut',
		reasons: reasons ?? [],
		acknowledge: acknowledge ?? []
	};
}

/** The part in which somebody may approve: one person never holds both parts of one gate. */
export const partOf = (actor: Actor): GateRole | null =>
	holds(actor, ['data-manager'])
		? 'data-manager'
		: holds(actor, ['privacy-officer'])
			? 'privacy-officer'
			: null;

type Facts = {
	readonly gate: Gate;
	readonly approvals: readonly { readonly personId: string; readonly role: GateRole }[];
	/** Whether the actor is or was a researcher of the project. */
	readonly researcher: boolean;
};

/** A data manager and a privacy officer, two people, neither a researcher of the project (settled.md 11). */
export function mayApproveGate(actor: Actor, { gate, approvals, researcher }: Facts): Verdict {
	const part = partOf(actor);
	if (part === null) return refused('Only a data manager and a privacy officer open the gate.');
	if (researcher) return refused('You are or were a researcher of this project.');
	if (gate.verdict !== 'open-able')
		return refused('A check failed, so the gate stays shut. The report says which.');
	if (approvals.some(({ personId }) => personId === actor.id))
		return refused('You have approved this already; the other approval is still needed.');
	if (part === 'privacy-officer' && approvals.length === 0)
		return refused('A data manager approves first.');
	if (approvals.some(({ role }) => role === part))
		return refused(`A ${part.replace('-', ' ')} has approved this already.`);
	return allowed;
}
