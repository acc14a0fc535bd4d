import type { Candidate, Rule } from './scan.ts';
import type { Kind, Level } from './difference.ts';
import { flag } from './sketch.ts';

/** A cell as it is looked at person by person. */
export type Cell<S> = {
	readonly name: string;
	readonly size: number;
	readonly flags: number;
	readonly families: number;
	/** The people behind it, read only when it is looked at. */
	readonly set: () => S;
};

export type Look<S> = {
	/** People in both. */
	common(a: S, b: S): number;
	/** Whether a few make up nearly all of the sum over who is in a new cell and not in the other. */
	dominated(cell: Cell<S>, other: S): boolean;
};

/** A difference that is there. `people`: how many it is about, for its class alone. */
export type Verified = {
	readonly kind: Kind;
	readonly level: Level;
	readonly people: number;
	readonly cell: string;
	readonly other: string;
};

/** Looks at the people behind a candidate; null when nothing comes of it. */
export function verify<S>(
	candidate: Candidate,
	tables: {
		readonly asked: readonly Cell<S>[];
		readonly of: readonly number[];
		readonly old: readonly Cell<S>[];
	},
	rule: Rule,
	look: Look<S>
): Verified | null {
	const { asked, old, of } = tables;
	if (candidate.kind === 'pair') {
		const [cell, other] = [asked[candidate.cell], old[candidate.other]];
		return cell && other ? pair(cell, other, rule, look) : null;
	}
	if ('cell' in candidate) {
		const whole = asked[candidate.cell];
		return whole === undefined
			? null
			: parted(candidate.kind, whole, familyOf(old, candidate.family), rule, look, (parts) => ({
					cell: whole.name,
					other: names(parts)
				}));
	}
	const whole = old[candidate.other];
	const own = asked.filter((_, index) => of[index] === candidate.table);
	return whole === undefined
		? null
		: parted(
				candidate.kind === 'rest of' ? 'rest' : 'excess',
				whole,
				familyOf(own, candidate.family),
				rule,
				look,
				(parts) => ({ cell: names(parts), other: whole.name })
			);
}

const familyOf = <S>(cells: readonly Cell<S>[], family: number): Cell<S>[] =>
	cells.filter(({ families, size }) => size > 0 && (families & (1 << family)) !== 0);

const names = <S>(parts: readonly Cell<S>[]): string => {
	const shown = parts.slice(0, 3).map(({ name }) => name);
	const more = parts.length - shown.length;
	return more > 0 ? `${shown.join(' + ')} + ${String(more)} more` : shown.join(' + ');
};

/** Rounded figures only bound a difference, so a person looks; exact ones give it. */
const levelOf = <S>(cells: readonly Cell<S>[]): Level =>
	cells.some(({ flags }) => (flags & flag.rounded) !== 0) ? 'review' : 'fail';

function pair<S>(cell: Cell<S>, other: Cell<S>, rule: Rule, look: Look<S>): Verified | null {
	const known = (other.flags & flag.known) !== 0;
	const set = other.set();
	const common = look.common(cell.set(), set);
	const [more, fewer] = [cell.size - common, other.size - common];
	const told = { cell: cell.name, other: other.name, level: levelOf([cell, other]) };
	// many people and a count: what was hidden for another's sake; whether that one shows is for eyes
	const hidden = common < rule.threshold || rule.reach > 0 ? told.level : 'review';
	if (!known)
		return more + fewer > 0 ? null : { ...told, kind: 'hidden', people: common, level: hidden };
	const apart = more + fewer;
	if (apart === 0) return null;
	if (apart < rule.threshold)
		return more === 0 || fewer === 0
			? { ...told, kind: 'nested', people: apart }
			: { ...told, kind: 'near', people: apart, level: 'review' };
	if (fewer === 0 && more <= rule.reach && look.dominated(cell, set))
		return { ...told, kind: 'dominated', people: more };
	return null;
}

function parted<S>(
	kind: 'rest' | 'excess',
	whole: Cell<S>,
	family: readonly Cell<S>[],
	{ threshold }: Rule,
	look: Look<S>,
	named: (parts: readonly Cell<S>[]) => { cell: string; other: string }
): Verified | null {
	const parts: Cell<S>[] = [];
	let [covered, sum, amiss] = [0, 0, 0];
	for (const part of family) {
		const common = look.common(whole.set(), part.set());
		if (common === 0) continue;
		if (kind === 'rest' && common < part.size) {
			amiss += common;
		} else {
			parts.push(part);
			covered += common;
			sum += part.size;
			if (kind === 'excess') amiss += part.size - common;
		}
		// so many people are left over already that nobody is given away
		if (amiss >= threshold) return null;
	}
	const people =
		kind === 'rest' ? whole.size - covered : covered === whole.size ? sum - covered : 0;
	if (parts.length < 2 || people < 1 || people >= threshold) return null;
	return { kind, people, level: levelOf([whole, ...parts]), ...named(parts) };
}
