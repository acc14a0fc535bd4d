/**
 * What someone asked for cannot be priced. `place` is the path of the field ("products[0].code"),
 * the message is one sentence in the words that the page shows beside it.
 */
export class BadInput extends Error {
	readonly place: string;

	constructor(place: string, message: string) {
		super(message);
		this.name = 'BadInput';
		this.place = place;
	}
}
