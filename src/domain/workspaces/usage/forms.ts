import * as v from 'valibot';

const whole = (what: string, most: number) =>
	v.pipe(
		v.string(`Enter ${what}`),
		v.trim(),
		v.regex(/^\d{1,7}$/, `Enter ${what} as a whole number`),
		v.transform(Number),
		v.minValue(1, `Enter at least 1 for ${what}`),
		v.maxValue(most, `Enter at most ${most.toLocaleString('en-GB')} for ${what}`)
	);

export const CapForm = v.object({
	cpuHours: whole('the CPU-hours of a month', 100_000),
	memoryHours: whole('the GiB-hours of a month', 1_000_000),
	reason: v.pipe(
		v.string('Enter a reason'),
		v.trim(),
		v.nonEmpty('Enter a reason'),
		v.maxLength(2000, 'The reason must be 2,000 characters or fewer')
	)
});

export const DriverForm = v.object({
	driver: v.picklist(['host', 'jupyterhub'], 'Choose where people work')
});

export const PlaceForm = v.object({});
