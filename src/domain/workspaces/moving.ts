import { Problem } from '#platform/problems.ts';

/** The status that a move leads to. @throws Problem 409 with `otherwise` when it is not open from here. */
export function nextOf<Status extends string>(
	move: { readonly from: readonly Status[]; readonly to: Status },
	status: Status,
	otherwise: string
): Status {
	if (!move.from.includes(status)) throw new Problem(409, otherwise);
	return move.to;
}
