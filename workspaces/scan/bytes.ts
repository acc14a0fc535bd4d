/** Whether these bytes stand at this place. Text is taken letter by letter as bytes. */
export function at(bytes: Uint8Array, place: number, words: string): boolean {
	if (place < 0 || place + words.length > bytes.length) return false;
	for (let i = 0; i < words.length; i++) if (bytes[place + i] !== words.charCodeAt(i)) return false;
	return true;
}

/** The bytes as text, one letter a byte. */
export const latin = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
	Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);

export const viewOf = (bytes: Uint8Array): DataView =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where these bytes stand first; -1 when they do not. */
export const indexOf = (bytes: Uint8Array, words: string, from = 0): number =>
	Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(words, from, 'latin1');
