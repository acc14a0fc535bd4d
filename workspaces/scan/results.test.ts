import { describe, expect, test } from 'vitest';
import { judged } from '../../tests/support/hostile/judged.ts';

/** What is said of any figures that we did not compute, and of nothing else. */
const alone = ['needs-evidence'];
const rulesOf = async (text: string) => {
	const { findings, model, verdict } = await judged('km.csv', text);
	return { rules: findings.map(({ rule }) => rule), shape: model?.shape, verdict, findings };
};

describe('a survival table that is safe', () => {
	test.each([
		[
			'times below the threshold',
			'time,n.risk,n.event,n.censor,surv\n1,100,12,0,0.88\n3,88,12,10,0.76\n'
		],
		['times alone', 'time,at_risk,events\n1,100,20\n2,80,20\n3,60,30\n'],
		[
			'notes above, and groups',
			'# by arm\nstrata,time,n.risk,n.event\na,1,100,12\na,2,88,20\nb,1,90,10\nb,2,80,15\n'
		]
	])('is not held to its %s as if they were counts', async (_, text) => {
		expect(await rulesOf(text)).toMatchObject({
			rules: alone,
			shape: 'survival',
			verdict: 'review'
		});
	});

	test('is told from the same column in a table of something else, where it may be counts', async () => {
		const { findings } = await rulesOf('area,time\nA,3\nB,120\n');
		expect(findings).toContainEqual(
			expect.objectContaining({
				rule: 'threshold',
				message: expect.stringMatching(
					/“time” holds whole numbers below 10 that may be counts/
				) as string
			})
		);
	});

	test('and one in which few leave at a time fails at that time, not for the time', async () => {
		const { findings } = await rulesOf(
			'time,n.risk,n.event,n.censor\n1,100,12,0\n2,88,3,0\n3,85,20,0\n'
		);
		const failing = findings.filter(({ level }) => level === 'fail');
		expect(failing.map(({ where }) => where)).toEqual(['time 2']);
	});
});
