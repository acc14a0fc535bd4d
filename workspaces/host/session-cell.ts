import { usualPolicy } from '#domain/disclosure/policy.ts';
import type { Standing } from './access.ts';
import { rowBudget } from './limits.ts';
import { over, payFor } from './pay.ts';
import { judged, no, type Host } from './perform.ts';
import { rowsOfFailure, shownOf, type Shown } from './session/answer.ts';
import type { Session } from './session/shape.ts';
import type { CellAsked, Sessions } from './sessions.ts';

/** Runs a cell in a session, and gives of its answer what is paid for and may still be given. */
export async function runCell(
	{ host, scan }: Pick<Sessions, 'host' | 'scan'>,
	session: Session,
	asked: CellAsked,
	standing: Standing
): Promise<object> {
	const policy = standing.rowsShown;
	const request = { ...asked, rows: policy };
	const ended = await session.run(request);
	const why = session.ended();
	if (why !== null) return no('session-stopped', why);
	if ('message' in ended) return no(ended.code, ended.message);
	const shown = await shownOf(request, ended, {
		...{ size: session.size, policy },
		scan: (bytes, name) => scan({ name, bytes, policy: usualPolicy })
	});
	// a membership that ended while the cell ran takes the answer with it
	const after = await judged(host, asked);
	if ('ok' in after) return after;
	if (ended.ended === 'interrupted' && after.capped !== null) return no('cap', after.capped);
	return 'code' in shown
		? paidFailure(host, asked, after, shown)
		: paid(host, { asked, session, standing: after, shown });
}

async function paidFailure(
	host: Host,
	asked: CellAsked,
	standing: Standing,
	failure: Parameters<typeof rowsOfFailure>[0]
) {
	const rows = rowsOfFailure(failure);
	if (rows === 0) return no(failure.code, failure.message);
	const spent = await payFor(host, asked, standing, rows, []);
	return spent.fits ? no(failure.code, failure.message) : over(spent, 0);
}

type Ready = {
	readonly asked: CellAsked;
	readonly session: Session;
	readonly standing: Standing;
	readonly shown: Shown;
};

async function paid(host: Host, { asked, session, standing, shown }: Ready): Promise<object> {
	for (const frame of shown.frames)
		if (session.frames.size < 200 || session.frames.has(frame.name))
			session.frames.set(frame.name, frame);
	const { potential, seen, ...rest } = shown;
	const answer = { ok: true, run: asked.run, language: asked.language, ...rest };
	if (potential === 0) return { ...answer, people: null };
	const spent = await payFor(host, asked, standing, potential, seen);
	if (!spent.fits) return over(spent, potential);
	return { ...answer, people: { shownToday: spent.shownToday, budget: rowBudget } };
}
