import { nhsEngland2026 } from '#domain/pricing/cards/nhs-england-2026.ts';
import { quote } from '#domain/pricing/quote.ts';
import { readQuoteRequest } from '#domain/pricing/request.ts';
import { sealed } from '#domain/pricing/seal.server.ts';
import { standardChoices } from '#domain/agreements/clauses.ts';
import type { AgreementFacts } from '#domain/agreements/text.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

const study = readQuoteRequest({
	tier: 'commercial',
	customer: { country: 'GB', businessEvidence: true },
	start: '2026-12-01',
	months: 12,
	users: 2,
	products: [{ code: 'product-standard', extraPeriods: 3 }, { code: 'product-complex' }]
});

/** The published vector as an industry partner's agreement. */
export const exampleFacts: AgreementFacts = {
	reference: 'AG-00042/1',
	offeredOn: day('2026-11-22'),
	host: {
		name: 'Northbank University Hospitals NHS Foundation Trust',
		address: '1 Bridge Street, London SE1 0AA',
		country: 'GB',
		registration: 'ODS code RXX'
	},
	partner: {
		name: 'Perivale Therapeutics Ltd',
		address: '20 Mill Lane, Cambridge CB2 0AA',
		country: 'GB',
		registration: 'Companies House 01234567'
	},
	project: {
		reference: 'AP-00007',
		title: 'Asthma control after a change of inhaler',
		purpose: 'Industry research for the public good',
		datasets: ['Linked core', 'Measurements'],
		startsOn: day('2026-12-01'),
		endsOn: day('2027-11-30'),
		users: 2
	},
	choices: standardChoices('commercial'),
	quote: sealed(quote(study, nhsEngland2026, day('2026-11-22'))),
	conditional: false
};
