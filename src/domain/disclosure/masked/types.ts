import type { Finding } from '../findings.ts';
import type { ColumnSummary } from './summary.ts';

/** A cell of a submitted table: its row and column, the header being row 0 and columns from 0. */
export type Place = { readonly row: number; readonly column: number };

/** From … to …, ends included; an end may be infinite. */
export type Interval = { readonly least: number; readonly most: number };

/** A hidden value, and what an attacker can say of it from the rest of the table. */
export type Mark = Place & {
	readonly text: string;
	/** Null when no equation of the table touches it, or the solver gave up. */
	readonly interval: Interval | null;
	readonly exact: boolean;
};

/**
 * A total that the table publishes and the cells that it is the sum of. `label`: its name says so;
 * `arithmetic`: its figures do; `guess`: it is only as large as a total would be.
 */
export type Total = {
	readonly total: Place;
	readonly parts: readonly Place[];
	readonly by: 'label' | 'arithmetic' | 'guess';
};

/** A cell that does not keep to what was claimed. */
export type Breach = Place & { readonly text: string; readonly why: string };

/** What an audit of a table that somebody masked or rounded themselves found. */
export type MaskedAudit = {
	readonly columns: readonly ColumnSummary[];
	readonly marks: readonly Mark[];
	readonly totals: readonly Total[];
	/** Controls that the figures look to have been given, whether claimed or not. */
	readonly controls: readonly string[];
	/** Null when nothing was claimed. */
	readonly breaches: readonly Breach[] | null;
	readonly findings: readonly Finding[];
};
