import { notebookJourney } from './notebook.ts';
import { test } from './support.ts';

test.use({ javaScriptEnabled: false });

notebookJourney('an analyst does the same in a notebook with JavaScript off');
