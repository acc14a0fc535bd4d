import type { Json } from '#platform/canonical.ts';
import { judgeLimits } from '../metrics/limits.ts';
import { measure, valuesOf } from '../metrics/measure.ts';
import { insistOnPseudonyms } from '../metrics/released.ts';
import { settingOf } from '../metrics/setting.ts';
import type { Step } from '../run.ts';

/**
 * What the two who open the gate must look at: how many people are alike before and after, how few
 * known events single someone out, how often an attacker finds somebody again, and what use is
 * left. Under controlled research the limits are shown; under the enhanced preset they block.
 */
export const report: Step = {
	name: 'report',
	title: 'Measure what risk remains',
	async run(run) {
		await insistOnPseudonyms(run);
		const measured = await measure(run);
		const setting = settingOf(run.rules);
		return {
			...(measured as unknown as Record<string, Json>),
			sensitivity: setting.sensitivity,
			limits: judgeLimits(valuesOf(measured), setting).map((limit) => ({ ...limit }))
		};
	}
};
