/** A small offer as the vault answers it: enough of everything for the catalogue's rules. */
const column = (name: string, group: string) => ({
	name,
	type: 'BIGINT',
	class: group,
	description: `About ${name}.`
});

export const smallOffer = {
	name: 'A small population',
	version: '1',
	asOf: '2026-10-01',
	datasets: [
		{
			code: 'linked-core',
			name: 'Linked core record',
			description: 'People, visits and diagnoses.',
			product: 'product-standard',
			tables: [
				{
					name: 'person',
					description: 'One row a person.',
					rows: 1_005,
					columns: [column('person_id', 'C02'), column('year_of_birth', 'C07')]
				}
			]
		},
		{
			code: 'measurements',
			name: 'Measurements',
			description: 'Blood pressure and HbA1c.',
			product: 'product-complex',
			tables: [
				{
					name: 'measurement',
					description: 'One row a measurement.',
					rows: 9_000,
					columns: [column('value_as_number', 'C18')]
				}
			]
		}
	],
	concepts: [
		{ id: 317009, name: 'Asthma', domain: 'Condition', people: 120 },
		{ id: 201826, name: 'Type 2 diabetes mellitus', domain: 'Condition', people: 300 },
		{ id: 441267, name: 'Cystic fibrosis', domain: 'Condition', people: null }
	],
	controllers: [
		{ code: 'QMF', name: 'North East London', kind: 'icb', icbCode: 'QMF' },
		{ code: 'Z10001', name: 'Mile End Practice', kind: 'gp-practice', icbCode: 'QMF' },
		{ code: 'Z10002', name: 'Bow Practice', kind: 'gp-practice', icbCode: 'QMF' },
		{ code: 'ZT1', name: 'East Trust', kind: 'trust', icbCode: 'QMF' }
	],
	signups: [
		{
			controller: 'Z10001',
			dataset: 'linked-core',
			purpose: 'research',
			from: '2024-01-01',
			to: null
		},
		{
			controller: 'Z10002',
			dataset: 'linked-core',
			purpose: 'research',
			from: '2024-01-01',
			to: '2026-01-31'
		},
		{ controller: 'ZT1', dataset: 'linked-core', purpose: 'industry', from: '2024-01-01', to: null }
	]
};
