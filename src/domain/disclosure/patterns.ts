/**
 * Whether ten digits are an NHS number: the tenth is the check digit, modulus 11, of the nine before
 * (NHS Data Dictionary). Spaces and hyphens between the groups are allowed.
 */
export function isNhsNumber(text: string): boolean {
	const digits = text.trim().replaceAll(/[ -]/g, '');
	if (!/^\d{10}$/.test(digits)) return false;
	const sum = Array.from(digits.slice(0, 9)).reduce(
		(total, digit, index) => total + Number(digit) * (10 - index),
		0
	);
	const check = (11 - (sum % 11)) % 11;
	return check !== 10 && check === Number(digits[9]);
}

export const isTenDigits = (text: string): boolean =>
	/^\d{3}[ -]?\d{3}[ -]?\d{4}$/.test(text.trim());

/** A UUID, or a long hexadecimal word such as a hash: what pseudonyms look like. */
export const isPseudonym = (text: string): boolean =>
	/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text.trim()) ||
	/^(?=.*[a-f])(?=.*\d)[0-9a-f]{16,}$/i.test(text.trim());

export const isFullDate = (text: string): boolean =>
	/^(\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})([T ][\d:.]+Z?)?$/.test(text.trim());

export const isPostcode = (text: string): boolean =>
	/^[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}$/i.test(text.trim());

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(text.trim());

const words = (header: string): string =>
	header
		.trim()
		.replaceAll(/([a-z])([A-Z])/g, '$1_$2')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '_');

const identifiers = new RegExp(
	`^(${[
		'(person|patient|subject|participant|member)_?(id|key|number|no|pseudo_?id|pseudonym)?',
		'pid|mrn|pseudonym|uuid|nhs_?(number|no|num)?|hospital_(number|no)|chi(_number)?',
		'(visit|condition|drug|measurement|procedure|observation)_(occurrence|exposure)?_?id',
		'(first|last|given|family|middle|full)_?name|forename|surname|name|patient_name',
		'(home_)?address(_line)?(_\\d)?|post_?code|phone|telephone|mobile|e_?mail(_address)?',
		'ni_number|national_insurance(_number)?|passport(_number)?|ip_address'
	].join('|')})$`
);

/** Whether a column is named for what tells people apart. */
export const isIdentifierHeader = (header: string): boolean => identifiers.test(words(header));

export const isBirthHeader = (header: string): boolean =>
	/^(dob|d_o_b|date_of_birth|birth_?(date|day|datetime)|.*_dob)$/.test(words(header));

const counting =
	/^(n|no|num|number|count|counts|freq|frequency|people|persons|patients|individuals|participants|cases|deaths|events|admissions|total|totals|population|denominator|numerator|units|records|rows)$/;

/** Whether a column is named for counting people or events. */
export function isCountHeader(header: string): boolean {
	const parts = words(header).split('_').filter(Boolean);
	if (
		parts.some((part) =>
			/^(percent|pct|rate|mean|median|average|ratio|share|year|date)$/.test(part)
		)
	)
		return false;
	return counting.test(parts[0] ?? '') || counting.test(parts.at(-1) ?? '');
}

/** Whether a column is named for money, time or a dose: its whole numbers add up and count nobody. */
export const isAmountHeader = (header: string): boolean =>
	words(header)
		.split('_')
		.some((part) =>
			/^(costs?|prices?|gbp|eur|usd|pounds?|pence|money|spend(ing)?|amounts?|tariff|sum|years?|months?|weeks?|days?|hours?|minutes?|doses?|mg|grams?|kg|score)$/.test(
				part
			)
		);

const extreme =
	/^(min|mins|minimum|minima|max|maximum|maxima|smallest|largest|lowest|highest|earliest|latest|youngest|oldest|range)$/;

/** Whether a column or a row is named for a smallest or largest value, or the range between them. */
export const isExtremeName = (name: string): boolean => {
	const parts = words(name).split('_').filter(Boolean);
	return parts.length < 5 && (extreme.test(parts[0] ?? '') || extreme.test(parts.at(-1) ?? ''));
};

export const isTotalLabel = (cell: string): boolean =>
	/^(grand |sub)?-?totals?$|^all$|^overall$/i.test(cell.trim());
