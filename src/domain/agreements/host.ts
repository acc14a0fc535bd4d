import type { Role } from '#domain/people/roles.ts';
import type { Pence } from '#platform/money.ts';
import type { Party } from './text.ts';

/** Where a partner pays, as an invoice prints it. */
export type Bank = {
	readonly accountName: string;
	readonly sortCode: string;
	readonly accountNumber: string;
};

/** Who of the host may sign, and up to which total with VAT. */
export type HostSignatory = { readonly role: Role; readonly limit: Pence };

/**
 * The body that contracts for the controllers (domain.md, Contract and IP). A record of versions: a
 * change is a new version, and every agreement and invoice names the one it was made under.
 */
export type Host = {
	readonly version: number;
	readonly effectiveFrom: Temporal.PlainDate;
	readonly name: string;
	readonly address: string;
	readonly country: string;
	readonly registration: string;
	readonly vatNumber: string;
	readonly signatories: readonly HostSignatory[];
	readonly bank: Bank;
};

/** Made up, all of it: numbers of noughts reach nobody's account. An operator writes its own version. */
export const host: Host = {
	version: 1,
	effectiveFrom: Temporal.PlainDate.from('2026-11-01'),
	name: 'North Thames Data Partnership (host: Aldersgate NHS Foundation Trust)',
	address: '1 Example Yard, London EC1A 0AA',
	country: 'United Kingdom',
	registration: 'ODS code RZZ00',
	vatNumber: 'GB 000 0000 00',
	signatories: [{ role: 'commercial-director', limit: 1_000_000_00n }],
	bank: {
		accountName: 'North Thames Data Partnership (made up: do not pay)',
		sortCode: '00-00-00',
		accountNumber: '00000000'
	}
};

/** The host as a party to an agreement; its version stands in the text and so under its hash. */
export const hostParty = ({
	name,
	address,
	country,
	registration,
	vatNumber,
	version
}: Host): Party => ({
	name,
	address,
	country,
	registration: `${registration}, VAT number ${vatNumber}, host record version ${String(version)}`
});
