import { hasShared, sharedText } from './shared.ts';

export type Example = Readonly<Record<string, unknown>> & { readonly id: string };
export type Table = (string | number)[][];

/** Whether the worked examples are on this machine. */
export const there = hasShared('sdc/07-worked-examples');
const examples = there
	? (JSON.parse(sharedText('sdc/07-worked-examples/worked-examples.json')) as Example[])
	: [];
export const example = (id: string): Example => {
	const found = examples.find((one) => one.id === id);
	if (found === undefined) throw new Error(`there is no example ${id}`);
	return found;
};
