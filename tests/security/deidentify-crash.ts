import { ran, rulesFor } from './deidentify-scene.ts';

// a run of its own, for a test that kills it: source, lists and folder to make are its arguments
const [source = '', lists = '', out = ''] = process.argv.slice(2);
await ran({ source, lists, rules: rulesFor(), out });
