import { describe, expect, test } from 'vitest';
import { parseCsv } from '../csv.ts';
import { usualPolicy } from '../policy.ts';
import { modelFindings } from './findings.ts';

const linesOf = (text: string) => {
	const csv = parseCsv(text.trim());
	return [csv.header, ...csv.records.map(({ cells }) => cells)];
};
const found = (text: string) => {
	const [header = [], ...rows] = linesOf(text);
	return modelFindings(header, rows, usualPolicy)?.map(({ rule, level }) => `${level} ${rule}`);
};

const logistic = `
term,estimate,std.error,family,n,df.residual,events,variable,n_level,events_level
(Intercept),-1.2,0.1,binomial,500,497,120,,,
sexF,0.4,0.2,binomial,500,497,120,sex,240,70
age,0.03,0.01,binomial,500,497,120,age,500,`;

describe('a file of models', () => {
	test('passes when every group is large and many degrees of freedom are left', () => {
		expect(found(logistic)).toEqual([]);
	});

	test('is no file of models without terms and estimates', () => {
		expect(found('area,count\nnorth,12')).toBeUndefined();
	});

	test.each([
		['few degrees of freedom', logistic.replaceAll('497', '9'), 'fail degrees-of-freedom'],
		['more than people allow', logistic.replaceAll('497', '499'), 'review degrees-of-freedom'],
		['a small level', logistic.replace('240,70', '7,3'), 'fail threshold'],
		['a small reference level', logistic.replace('240,70', '495,90'), 'fail threshold'],
		['few events at a level', logistic.replace('240,70', '240,4'), 'fail threshold'],
		['few without the event at a level', logistic.replace('240,70', '240,236'), 'fail threshold'],
		['few events', logistic.replaceAll(',120,', ',6,'), 'fail threshold'],
		['everybody at a level had it', logistic.replace('240,70', '110,110'), 'review class'],
		['no error', logistic.replace('0.4,0.2', '0.4,'), 'review standard-error'],
		['an error of nought', logistic.replace('0.4,0.2', '0.4,0'), 'fail standard-error'],
		['separation', logistic.replace('0.4,0.2', '19.1,1480'), 'review class'],
		['no sizes of groups', logistic.replaceAll('n_level', 'x'), 'review needs-evidence'],
		['no family', logistic.replaceAll('binomial', 'forest'), 'review needs-evidence'],
		['text for a figure', logistic.replace('0.4,0.2', '0.4,#REF!'), 'review standard-error'],
		['a column of residuals', logistic.replace('df.residual', '.resid'), 'fail row-data']
	])('with %s is told', (_, text, told) => {
		expect(found(text)).toContain(told);
	});

	test.each(['.fitted', '.hat', '.cooksd', 'std_resid', 'leverage', 'dfbeta_age', 'fitted.values'])(
		'never holds %s',
		(column) => {
			expect(found(`id,${column}\n1,0.2`)).toEqual(['fail row-data']);
		}
	);

	const linear = (n: number, rest: string) => `
# family: linear
# n: ${String(n)}
term,estimate,std_error,variable,n_level,r_squared
(Intercept),4,0.2,,,0.5
${rest}`;

	test('takes what holds for the whole model from lines above the header', () => {
		expect(found(linear(300, 'age,1,0.1,age,300,0.5'))).toEqual([]);
		expect(found(linear(11, 'age,1,0.1,age,11,0.5'))).toEqual(['fail degrees-of-freedom']);
	});

	test('is a table of means when every group has a term', () => {
		expect(found(linear(300, 'sexF,1,0.1,sex,150,0.5'))).toEqual(['review saturated']);
		expect(found(linear(300, 'sexF,1,0.1,sex,4,0.5'))).toContain('fail saturated');
		const crossed = 'sexF,1,.1,sex,150,.5\nold,1,.1,age,150,.5\nsexF:old,1,.1,sex:age,75,.5';
		expect(found(linear(300, crossed))).toEqual(['review saturated']);
		expect(found(linear(300, 'sexF,1,.1,sex,150,.5\nold,1,.1,age,150,.5'))).toEqual([]);
	});

	test('is refused when it fits the data exactly', () => {
		expect(found(linear(300, 'age,1,0.1,age,300,').replace('0.5\n', '1.000\n'))).toEqual([
			'fail perfect-fit'
		]);
	});

	test('of Cox has as many degrees of freedom as events allow', () => {
		const cox = `# family: cox\n# n: 900\n# events: 11\nterm,estimate,std_error,n_level\nage,0.1,0.01,900\nbmi,0.1,0.01,900`;
		expect(found(cox)).toEqual(['fail degrees-of-freedom']);
		expect(found(cox.replace('events: 11', 'events: 30'))).toEqual([]);
	});

	test('is judged model by model', () => {
		const two = `model,term,estimate,std_error,family,n,n_level
a,age,1,.1,linear,400,400
b,age,1,.1,linear,8,8`;
		const [header = [], ...rows] = linesOf(two);
		const findings = modelFindings(header, rows, usualPolicy) ?? [];
		expect(findings.length).toBeGreaterThan(0);
		expect(findings.every(({ where }) => where.startsWith('model “b”'))).toBe(true);
	});
});
