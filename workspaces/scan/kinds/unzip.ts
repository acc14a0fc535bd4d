import type { Readable } from 'node:stream';
import { latin } from '../bytes.ts';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

export type Member = {
	/** As it is written in the archive: not to be trusted. */
	readonly name: string;
	readonly size: number;
	readonly packed: number;
	readonly encrypted: boolean;
	readonly link: boolean;
	readonly folder: boolean;
	/** The name before the data is another one than in the directory. */
	readonly twoNames: boolean;
	readonly entry: Entry;
};

export type Archive = {
	readonly zip: ZipFile;
	readonly members: readonly Member[];
	readonly trouble: Trouble | null;
};

/** Why an archive is not unpacked at all. */
export type Trouble = 'too-many' | 'bomb' | 'overlap' | 'damaged';

const most = { members: 500, unpacked: 60_000_000, ratio: 200 };

/** Lists an archive held in memory; nothing is unpacked. Never throws for what is in the file. */
export async function openArchive(bytes: Uint8Array): Promise<Archive | null> {
	try {
		const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const zip = await yauzl.fromBufferPromise(buffer, {
			decodeStrings: false,
			lazyEntries: true,
			autoClose: false,
			validateEntrySizes: true
		});
		const members: Member[] = [];
		if (zip.entryCount > most.members) return { zip, members, trouble: 'too-many' };
		for await (const entry of zip.eachEntry()) {
			members.push(await memberOf(zip, entry));
			if (members.length > most.members) return { zip, members, trouble: 'too-many' };
		}
		return { zip, members, trouble: troubleWith(members, bytes.length) };
	} catch {
		return null;
	}
}

async function memberOf(zip: ZipFile, entry: Entry): Promise<Member> {
	const name = decoded(entry.fileNameRaw);
	const header = await zip.readLocalFileHeaderPromise(entry);
	const mode = entry.externalFileAttributes >>> 16;
	return {
		name,
		size: entry.uncompressedSize,
		packed: entry.compressedSize,
		encrypted: entry.isEncrypted(),
		link: (mode & 0xf000) === 0xa000,
		folder: name.endsWith('/'),
		twoNames: !header.fileName.equals(entry.fileNameRaw) || otherName(entry, name),
		entry
	};
}

/** UTF-8, as programs of today write it; else a letter a byte, so that control letters stay what they are. */
function decoded(raw: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
	} catch {
		return latin(raw);
	}
}

/** A further field may hold another name, which some programs unpack instead (APPNOTE 4.6.9). */
const otherName = ({ extraFields }: Entry, name: string): boolean =>
	extraFields.some(({ id, data }) => id === 0x7075 && decoded(data.subarray(5)) !== name);

/** Bombs are seen in the directory: too much in all, too much of one byte, or members that share bytes. */
function troubleWith(members: readonly Member[], length: number): Trouble | null {
	const size = members.reduce((sum, member) => sum + member.size, 0);
	if (size > most.unpacked || (size > 5_000_000 && size > length * most.ratio)) return 'bomb';
	const placed = members
		.map(({ entry }) => ({
			from: entry.relativeOffsetOfLocalHeader,
			to: entry.relativeOffsetOfLocalHeader + 30 + entry.fileNameLength + entry.compressedSize
		}))
		.sort((a, b) => a.from - b.from);
	return placed.some(({ to }, index) => to > (placed[index + 1]?.from ?? length))
		? 'overlap'
		: null;
}

/** One member unpacked; null when it is broken or is more than its directory says. */
export async function unpack({ zip }: Archive, member: Member): Promise<Uint8Array | null> {
	try {
		const stream: Readable = await zip.openReadStreamPromise(member.entry);
		const chunks: Buffer[] = [];
		let held = 0;
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			held += chunk.length;
			if (held > member.size) return null;
			chunks.push(chunk);
		}
		return new Uint8Array(Buffer.concat(chunks));
	} catch {
		return null;
	}
}
