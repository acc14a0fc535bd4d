type Measure = {
	concept: number;
	code: string;
	when: string;
	value: string;
	answer?: string;
	unit?: readonly [concept: number, symbol: string];
	range?: readonly [low: number, high: number];
};

const own = (tag: string, between: number, within: number): string =>
	`${between} * z(p.id, '${tag}') + ${within} * z(vid, '${tag} visit')`;

const pressed = `u(vid, 'bp') < if(htn or t1 or t2, 0.6, if(age > 40, 0.35, 0.15)) and age >= 16`;

const measures: readonly Measure[] = [
	{
		concept: 3004410,
		code: '4548-4',
		when: `u(vid, 'hba1c') < if(t1 or t2, 0.45, if(age > 40, 0.07, 0.01))`,
		value: `round(clamp(case when t1 then 8.2 + ${own('hba1c', 0.8, 0.5)}
			when t2 then 7.3 + 0.05 * (5.5 - imd) + ${own('hba1c', 0.8, 0.5)}
			else 5.2 + 0.006 * age + 0.02 * (bmi - 26) + ${own('hba1c', 0.2, 0.1)} end, 3.8, 15), 1)`,
		unit: [8554, '%'],
		range: [4, 6]
	},
	{
		concept: 3004249,
		code: '8480-6',
		when: pressed,
		value: `round(clamp(110 + 0.28 * age + if(htn, 11, 0) + 0.4 * (bmi - 26)
			+ ${own('systolic', 7, 8)}, 80, 230))`,
		unit: [8876, 'mmHg'],
		range: [90, 140]
	},
	{
		concept: 3012888,
		code: '8462-4',
		when: pressed,
		value: `round(clamp(68 + 0.1 * least(age, 60) + if(htn, 6, 0) + 0.25 * (bmi - 26)
			+ ${own('diastolic', 4, 5)}, 45, 130))`,
		unit: [8876, 'mmHg'],
		range: [60, 90]
	},
	{
		concept: 3038553,
		code: '39156-5',
		when: `u(vid, 'weighed') < if(t1 or t2 or htn, 0.3, 0.16)`,
		value: `round(clamp(bmi + 0.6 * z(vid, 'bmi visit'), 11, 65), 1)`,
		unit: [9531, 'kg/m2'],
		range: [18.5, 25]
	},
	{
		concept: 3027114,
		code: '2093-3',
		when: `age > 35 and u(vid, 'lipids') < if(t1 or t2 or htn, 0.25, 0.08)`,
		value: `round(clamp(188 + 0.2 * (age - 50) + ${own('cholesterol', 26, 12)}, 90, 400))`,
		unit: [8840, 'mg/dL'],
		range: [100, 200]
	},
	{
		concept: 43054909,
		code: '72166-2',
		when: `age >= 16 and u(vid, 'asked') < 0.2`,
		value: 'null',
		answer: `case smoke when 'never' then 45879404 when 'former' then 45883458 else 45881517 end`
	}
];

/** Measurements: table `m`, taken at visits to the practice. */
export const measureSql = `
	create table m as
	${measures
		.map(
			({ concept, code, when, value, answer = 'null', unit, range }, at) => `
	select vid * 8 + ${at} as mid, v.id, vid, ${concept} as concept, '${code}' as code, day, minute,
		cast(${value} as double) as value, cast(${answer} as integer) as answer,
		cast(${unit?.[0] ?? 'null'} as integer) as unit, ${unit ? `'${unit[1]}'` : 'null'} as symbol,
		cast(${range?.[0] ?? 'null'} as double) as low, cast(${range?.[1] ?? 'null'} as double) as high
	from v join p on p.id = v.id where kind = 'gp' and ${when}`
		)
		.join('\n	union all')}`;
