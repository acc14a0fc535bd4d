/** Who pays which column of the rate card. Stable codes: interfaces.md, `quote`. */
export const tiers = ['nhs', 'academic', 'student', 'sme', 'commercial'] as const;
export type Tier = (typeof tiers)[number];

export const tierNames = {
	nhs: 'NHS service use',
	academic: 'Academic or charity, non-commercial',
	student: 'Student or low-income country',
	sme: 'Small or medium company',
	commercial: 'Commercial'
} as const satisfies Record<Tier, string>;

/** The three questions and their answers, in the words on screen. */
export const tierQuestions = {
	use: {
		question: 'What will the results be used for?',
		answers: {
			nhs: 'To plan, run or evaluate NHS services',
			research: 'Research for the public good, with no product in view',
			student: 'A student’s degree, or research led from a low-income country',
			product: 'To develop, price or sell a product or a service'
		}
	},
	funder: {
		question: 'Who pays for the study?',
		answers: {
			public: 'The NHS, a university, a charity, a research council or nobody',
			small: 'A company with fewer than 250 people',
			company: 'A larger company, or several'
		}
	},
	rights: {
		question: 'Will a company see results early, or hold rights in them?',
		answers: {
			none: 'No',
			small: 'Yes, a company with fewer than 250 people',
			company: 'Yes, a larger company, or several'
		}
	}
} as const;

type Answers = typeof tierQuestions;
export type TierAnswers = {
	readonly use: keyof Answers['use']['answers'];
	readonly funder: keyof Answers['funder']['answers'];
	readonly rights: keyof Answers['rights']['answers'];
};

export type TierChoice = { readonly tier: Tier; readonly because: string };

/** Without a company: the use alone decides. */
const byUse = {
	nhs: { tier: 'nhs', because: 'The results serve the NHS and no company pays or holds rights.' },
	research: {
		tier: 'academic',
		because: 'It is research for the public good and no company pays or holds rights.'
	},
	student: {
		tier: 'student',
		because: 'It is a student’s work or led from a low-income country, and no company pays.'
	},
	product: {
		tier: 'commercial',
		because: 'The results serve a product or a service that is sold, whoever pays for the study.'
	}
} as const satisfies Record<TierAnswers['use'], TierChoice>;

/**
 * The tier of a study and the sentence that explains it (domain.md, Money). A company that pays,
 * sees results early or holds rights makes a study commercial whatever the applicant's badge; it is
 * the small-company tier only when every company in it is small.
 */
export function tierOf({ use, funder, rights }: TierAnswers): TierChoice {
	const role = funder === 'public' ? 'sees results early or holds rights' : 'pays for the study';
	if (funder === 'company' || rights === 'company')
		return {
			tier: 'commercial',
			because: `A company ${funder === 'company' ? 'pays for the study' : 'sees results early or holds rights'}, so the study is commercial whoever applies.`
		};
	if (funder === 'small' || rights === 'small')
		return { tier: 'sme', because: `A small company ${role}, and no larger one takes part.` };
	return byUse[use];
}
