/** What the host writes to the runner's standard input, as JSON. */
export type Request = {
	readonly mode: 'run' | 'serialise';
	readonly sql: string;
	/** Names of the snapshot's tables; each is `/data/<name>.parquet`. */
	readonly tables: readonly string[];
	readonly rows: number;
	/** Bytes DuckDB may use. */
	readonly memory: number;
};

/** What the SQL of a session is told at its start, and then of each cell. */
export type Setup = Pick<Request, 'tables' | 'memory'>;
export type CellRequest = {
	/** A secret of this cell, which the marks of its answer begin with. */
	readonly token: string;
	readonly sql: string;
	readonly rows: number;
	/** Name of the frame that keeps the rows; null shows them. */
	readonly into: string | null;
};

export type Value = string | number | boolean | null;
export type Column = { readonly name: string; readonly type: string };

/** What the runner answers on its own descriptor. `people`: do the shown rows count as rows of people? */
export type Answer =
	| {
			readonly ok: true;
			readonly columns: readonly Column[];
			readonly rows: readonly (readonly Value[])[];
			/** Rows in all; null when counting them would have taken long. */
			readonly rowCount: number | null;
			readonly truncated: boolean;
			readonly people: boolean;
			readonly ms: number;
	  }
	| { readonly ok: true; readonly tree: unknown }
	| {
			readonly ok: false;
			readonly code: Refusal;
			readonly message: string;
			readonly people: boolean;
	  };

/** What the runner itself can find wrong with a text. */
export type Refusal =
	'empty' | 'several-statements' | 'not-a-query' | 'sql' | 'too-wide' | 'data' | 'memory';
